// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The blocks of docs/TUTORIAL.md that a reader types: files and commands, in their order.
 * Immutable.
 *
 * @param steps what is typed
 */
record TutorialPage(List<Step> steps) {
  private static final Pattern FENCE = Pattern.compile("```(\\S+) ?(.*)");
  private static final Pattern TYPED = Pattern.compile("<!-- typed: (.*) -->");

  /** One thing that the reader does. */
  sealed interface Step {}

  /** The reader saves a file. */
  record Save(String file, String text) implements Step {}

  /**
   * The reader types a command.
   *
   * @param typed what is typed when it asks
   * @param shown the lines that it prints; three dots stand for any text
   */
  record Run(String command, String typed, List<String> shown) implements Step {}

  static TutorialPage read(String page) {
    var steps = new ArrayList<Step>();
    var lines = page.lines().toList();
    String typed = "";
    for (int i = 0; i < lines.size(); i++) {
      var answer = TYPED.matcher(lines.get(i));
      if (answer.matches()) {
        typed = answer.group(1) + "\n";
      }
      var fence = FENCE.matcher(lines.get(i));
      if (!fence.matches()) {
        continue;
      }
      int end = i + 1;
      while (!lines.get(end).equals("```")) {
        end++;
      }
      var block = lines.subList(i + 1, end);
      if (fence.group(1).equals("console")) {
        steps.addAll(commands(block, typed));
        typed = "";
      } else {
        steps.add(new Save(fence.group(2), String.join("\n", block) + "\n"));
      }
      i = end;
    }
    return new TutorialPage(List.copyOf(steps));
  }

  private static List<Run> commands(List<String> block, String typed) {
    var commands = new ArrayList<Run>();
    for (var line : block) {
      if (line.startsWith("$ ")) {
        commands.add(new Run(line.substring(2), typed, new ArrayList<>()));
      } else {
        commands.getLast().shown().add(line);
      }
    }
    return commands;
  }

  /** What output has to match: lines in their order, with anything where there are three dots. */
  static Pattern pattern(List<String> shown) {
    var pattern = new StringBuilder();
    boolean isOpen = false;
    for (var line : shown) {
      if (line.equals("...")) {
        isOpen = true;
        continue;
      }
      pattern.append(isOpen ? "(?s:.*?\\n|)" : "");
      isOpen = false;
      for (var part : line.split("\\.\\.\\.", -1)) {
        pattern.append(Pattern.quote(part)).append("[^\\n]*");
      }
      if (!line.endsWith("...")) {
        pattern.setLength(pattern.length() - "[^\\n]*".length());
      }
      pattern.append("\\s*?\\n");
    }
    pattern.append(isOpen ? "(?s:.*)" : "\\s*");
    return Pattern.compile(pattern.toString());
  }
}
