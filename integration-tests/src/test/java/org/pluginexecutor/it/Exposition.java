// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Metrics read back from the text format of Prometheus, by its letter: whatever breaks a rule of it
 * is an {@link AssertionError}. Immutable.
 *
 * @param types the type of each family, by its name
 * @param samples the value of each series, by its name and its labels in the order of their names
 */
record Exposition(Map<String, String> types, Map<String, Double> samples) {
  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") .+");
  private static final Pattern TYPE =
      Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram|summary)");
  private static final Pattern SAMPLE =
      Pattern.compile("(" + NAME + ")(?:\\{(.*)\\})? (NaN|[+-]Inf|-?[0-9.]+(?:[eE][+-]?[0-9]+)?)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)");

  /** Reads a text, line by line. */
  static Exposition parse(String text) {
    if (!text.endsWith("\n")) {
      throw new AssertionError("the last line does not end");
    }
    var reader = new Reader();
    text.lines().forEach(reader::read);
    return new Exposition(reader.types, reader.samples);
  }

  /**
   * The value of a series; 0 when there is none.
   *
   * @param series its name, and its labels in the order of their names
   */
  double value(String series) {
    return samples.getOrDefault(series, 0.0);
  }

  /** State while a text is read. Confined to one thread. */
  private static final class Reader {
    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, Double> samples = new HashMap<>();
    private final Set<String> explained = new HashSet<>();
    private final Set<String> finished = new HashSet<>();
    private String family = "";

    void read(String line) {
      var help = HELP.matcher(line);
      var type = TYPE.matcher(line);
      if (help.matches()) {
        begin(help.group(1));
        require(explained.add(family), line, "a second HELP");
      } else if (type.matches()) {
        begin(type.group(1));
        require(explained.contains(family), line, "a TYPE without HELP");
        require(types.put(family, type.group(2)) == null, line, "a second TYPE");
      } else {
        readSample(line);
      }
    }

    private void begin(String next) {
      if (!next.equals(family)) {
        require(finished.add(next), next, "a family in two places");
        family = next;
      }
    }

    private void readSample(String line) {
      var sample = SAMPLE.matcher(line);
      require(sample.matches(), line, "not a line of the format");
      require(types.containsKey(family), line, "a sample before its TYPE");
      require(isOfFamily(sample.group(1)), line, "a sample of another family than " + family);
      var series = sample.group(1) + labels(sample.group(2), line);
      double value =
          sample.group(3).endsWith("Inf")
              ? Double.POSITIVE_INFINITY
              : Double.parseDouble(sample.group(3));
      require(samples.put(series, value) == null, line, "a series twice");
    }

    private boolean isOfFamily(String name) {
      return switch (types.getOrDefault(family, "")) {
        case "histogram" ->
            Set.of(family + "_bucket", family + "_count", family + "_sum").contains(name);
        case "summary" -> Set.of(family, family + "_count", family + "_sum").contains(name);
        default -> name.equals(family);
      };
    }

    private static String labels(@Nullable String text, String line) {
      if (text == null) {
        return "";
      }
      var labels = new TreeMap<String, String>();
      var label = LABEL.matcher(text);
      int end = 0;
      while (end < text.length()) {
        require(label.find(end) && label.start() == end, line, "labels that are none");
        require(labels.put(label.group(1), label.group(2)) == null, line, "a label twice");
        end = label.end();
      }
      var written = new StringBuilder();
      labels.forEach((name, value) ->
          written.append(written.isEmpty() ? "{" : ",").append(name + "=\"" + value + "\""));
      return written.append("}").toString();
    }

    private static void require(boolean rule, String line, String broken) {
      if (!rule) {
        throw new AssertionError(broken + ": " + line);
      }
    }
  }
}
