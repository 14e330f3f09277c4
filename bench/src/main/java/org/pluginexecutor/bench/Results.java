// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Collects what was measured: each result becomes a row of a table at once, and all of them a JSON
 * file at the end. Confined to one thread.
 */
final class Results {
  static final String MS = "ms";
  static final String MIB = "MiB";

  private static final String ROW = "%-66s %10s %10s %10s %4s %5s  %s";

  private final PrintStream out;
  private final List<Measurement> measurements = new ArrayList<>();
  private String section = "";

  Results(PrintStream out) {
    this.out = out;
  }

  /** Begins a part of the benchmark. */
  void begin(String title) {
    section = title;
    out.println();
    out.println(
        String.format(Locale.ROOT, ROW, title, "median", "p99", "least", "of", "unit", "promise"));
  }

  void add(String name, String unit, List<Double> values) {
    add(new Measurement(section, name, unit, values, Optional.empty()));
  }

  void add(String name, String unit, double value) {
    add(name, unit, List.of(value));
  }

  /** Adds what was measured of something of which the specification promises a number. */
  void addPromised(String name, String unit, List<Double> values, double promise) {
    add(new Measurement(section, name, unit, values, Optional.of(promise)));
  }

  private void add(Measurement measurement) {
    measurements.add(measurement);
    out.println(
        String.format(
            Locale.ROOT,
            ROW,
            "  " + measurement.name(),
            number(measurement.median()),
            number(measurement.percentile(99)),
            number(measurement.min()),
            measurement.values().size(),
            measurement.unit(),
            promise(measurement)));
    out.flush();
  }

  private static String promise(Measurement measurement) {
    return measurement
        .promise()
        .map(limit ->
            "<= " + number(limit) + (measurement.isKept().orElse(false) ? ", kept" : ", NOT KEPT"))
        .orElse("");
  }

  private static String number(double value) {
    return String.format(
        Locale.ROOT, value < 100 && value != Math.rint(value) ? "%.2f" : "%.0f", value);
  }

  List<Measurement> measurements() {
    return List.copyOf(measurements);
  }

  /** Writes all that was measured, every single value included. */
  void writeJson(Path file) throws IOException {
    try (var json = new JsonFactory().createGenerator(file.toFile(), JsonEncoding.UTF8)) {
      json.useDefaultPrettyPrinter();
      json.writeStartArray();
      for (var measurement : measurements) {
        write(json, measurement);
      }
      json.writeEndArray();
    }
  }

  private static void write(JsonGenerator json, Measurement measurement) throws IOException {
    json.writeStartObject();
    json.writeStringField("section", measurement.section());
    json.writeStringField("name", measurement.name());
    json.writeStringField("unit", measurement.unit());
    json.writeNumberField("median", measurement.median());
    json.writeNumberField("p99", measurement.percentile(99));
    json.writeNumberField("min", measurement.min());
    json.writeNumberField("max", measurement.max());
    if (measurement.promise().isPresent()) {
      json.writeNumberField("promise", measurement.promise().get());
    }
    json.writeArrayFieldStart("values");
    for (double value : measurement.values()) {
      json.writeNumber(value);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
