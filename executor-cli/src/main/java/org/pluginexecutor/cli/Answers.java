// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pluginexecutor.client.Verdict;

/**
 * Answers the questions of a plugin: what the scenario has, and otherwise what is typed. Confined
 * to one thread.
 */
final class Answers {
  private final Map<String, List<String>> scripted;
  private final Terminal terminal;
  private final Map<String, Integer> asked = new LinkedHashMap<>();
  private final Map<String, List<String>> given = new LinkedHashMap<>();

  Answers(Map<String, List<String>> scripted, Terminal terminal) {
    this.scripted = scripted;
    this.terminal = terminal;
  }

  /** The answer; empty when nobody gives one. */
  Optional<String> to(Verdict.NeedInfo question) {
    var answer = scripted(question.key()).or(() -> typed(question));
    answer.ifPresent(
        text -> given.computeIfAbsent(question.key(), _ -> new ArrayList<>()).add(text));
    return answer;
  }

  /** All answers that were given, by key. */
  Map<String, List<String>> given() {
    return given;
  }

  private Optional<String> scripted(String key) {
    var texts = scripted.getOrDefault(key, List.of());
    int number = asked.merge(key, 1, Integer::sum);
    return texts.isEmpty()
        ? Optional.empty()
        : Optional.of(texts.get(Math.min(number, texts.size()) - 1));
  }

  private Optional<String> typed(Verdict.NeedInfo question) {
    var out = terminal.out();
    out.println();
    out.print("  " + Printing.visible(question.prompt().strip()) + " ");
    out.flush();
    try {
      var line = terminal.keyboard().readLine(question.disableEcho());
      if (line.isEmpty()) {
        out.println();
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
