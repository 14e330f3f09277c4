// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;

/** Writes a report for programs. Stateless. */
final class JsonReport {
  private JsonReport() {}

  static void write(Report report, Path file) throws IOException {
    try (var json = new JsonFactory().createGenerator(file.toFile(), JsonEncoding.UTF8)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeObjectFieldStart("facts");
      for (var fact : report.facts().entrySet()) {
        json.writeStringField(fact.getKey(), fact.getValue());
      }
      json.writeEndObject();
      json.writeArrayFieldStart("rows");
      for (var row : report.rows()) {
        write(json, report, row);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("memory");
      for (var row : report.memory()) {
        write(json, row);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("notes");
      for (var note : report.notes()) {
        json.writeString(note);
      }
      json.writeEndArray();
      json.writeStringField("summary", report.summary());
      json.writeEndObject();
    }
  }

  private static void write(JsonGenerator json, Report report, Row row) throws IOException {
    json.writeStartObject();
    json.writeStringField("workload", row.workload());
    json.writeStringField("contender", row.contender());
    write(json, "one_in_flight_ms", row.oneInFlight());
    write(json, "open_loop_ms", row.openLoop());
    json.writeObjectFieldStart("calls_per_second_by_in_flight");
    for (var rate : row.callsPerSecond().entrySet()) {
      json.writeNumberField(Integer.toString(rate.getKey()), rate.getValue());
    }
    json.writeEndObject();
    json.writeObjectFieldStart("cpu_ms_per_call");
    json.writeNumberField("server", row.cpuPerCall().server());
    json.writeNumberField("starting", row.cpuPerCall().starting());
    json.writeNumberField("workers", row.cpuPerCall().workers());
    json.writeEndObject();
    json.writeNumberField("calls", row.calls());
    json.writeNumberField("failures", row.failures());
    json.writeObjectFieldStart("ratios");
    for (var baseline : Report.BASELINES) {
      var latency = report.latencyRatio(row.workload(), row.contender(), baseline);
      var rate = report.rateRatio(row.workload(), row.contender(), baseline);
      if (latency.isPresent() && rate.isPresent()) {
        json.writeObjectFieldStart(baseline);
        json.writeNumberField("p50", latency.getAsDouble());
        json.writeNumberField("calls_per_second", rate.getAsDouble());
        json.writeEndObject();
      }
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, Latency latency) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("p50", latency.p50());
    json.writeNumberField("p90", latency.p90());
    json.writeNumberField("p99", latency.p99());
    json.writeNumberField("max", latency.max());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Row.OfMemory row) throws IOException {
    json.writeStartObject();
    json.writeStringField("contender", row.contender());
    json.writeNumberField("server_resident_bytes", row.atRest().server());
    json.writeNumberField("zygotes_and_waiting_pss_bytes", row.atRest().others());
    json.writeNumberField("pss_bytes_per_call_in_flight", row.perCallBytes());
    json.writeEndObject();
  }
}
