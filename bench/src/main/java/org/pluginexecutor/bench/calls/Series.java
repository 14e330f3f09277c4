// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects numbers that depend on something: each point becomes a line at once, and all of them a
 * JSON file at the end. Confined to one thread.
 */
final class Series {
  private final PrintStream out;
  private final List<Point> points = new ArrayList<>();
  private String section = "";

  Series(PrintStream out) {
    this.out = out;
  }

  /** Numbers by their names, of one thing. */
  private record Point(String section, String of, Map<String, Double> values) {}

  /** Begins a part. */
  void begin(String title) {
    section = title;
    out.println();
    out.println(title);
    out.flush();
  }

  void add(String of, Map<String, Double> values) {
    points.add(new Point(section, of, new LinkedHashMap<>(values)));
    var line = new StringBuilder("  " + of);
    line.repeat(' ', Math.max(0, 40 - line.length()));
    values.forEach(
        (name, value) -> line.append("  ").append(name).append(' ').append(Numbers.of(value)));
    out.println(line);
    out.flush();
  }

  /** What calls took, as a point. */
  void add(String of, Stats stats) {
    var values = new LinkedHashMap<String, Double>();
    values.put("p50_ms", stats.latency().p50());
    values.put("p99_ms", stats.latency().p99());
    values.put("calls_per_s", stats.callsPerSecond());
    values.put("failures", (double) stats.failures());
    add(of, values);
    stats.firstFailure().ifPresent(out::println);
  }

  void writeJson(Path file) throws IOException {
    try (var json = new JsonFactory().createGenerator(file.toFile(), JsonEncoding.UTF8)) {
      json.useDefaultPrettyPrinter();
      json.writeStartArray();
      for (var point : points) {
        json.writeStartObject();
        json.writeStringField("section", point.section());
        json.writeStringField("of", point.of());
        for (var value : point.values().entrySet()) {
          json.writeNumberField(value.getKey(), value.getValue());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }
}
