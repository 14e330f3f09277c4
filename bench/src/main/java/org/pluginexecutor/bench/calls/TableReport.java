// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Prints a report for people. Stateless. */
final class TableReport {
  private static final List<String> TITLES =
      List.of(
          "contender",
          "p50",
          "p90",
          "p99",
          "max",
          "/s 1",
          "/s 8",
          "/s 32",
          "open p50",
          "open p99",
          "cpu server",
          "cpu start",
          "cpu hook",
          "calls",
          "x plain",
          "x bwrap",
          "x floor");

  private TableReport() {}

  static void print(Report report, PrintStream out) {
    report.facts().forEach((name, value) -> out.println(name + ": " + value));
    report
        .workloads()
        .forEach((name, description) -> {
          out.println();
          out.println(
              name + ": " + description + " (ms, calls/s, ms of CPU per call, p50 as a ratio)");
          var lines = new ArrayList<List<String>>();
          lines.add(TITLES);
          report.rows().stream()
              .filter(row -> row.workload().equals(name))
              .forEach(row -> lines.add(cells(report, row)));
          print(lines, out);
        });
    printMemory(report.memory(), out);
    out.println();
    report.notes().forEach(out::println);
    out.println(report.summary());
    out.flush();
  }

  private static List<String> cells(Report report, Row row) {
    var cells = new ArrayList<String>();
    cells.add(row.contender());
    var latency = row.oneInFlight();
    for (double value : new double[] {latency.p50(), latency.p90(), latency.p99(), latency.max()}) {
      cells.add(Numbers.of(value));
    }
    for (int inFlight : Plan.IN_FLIGHT) {
      cells.add(Numbers.of(row.callsPerSecond().getOrDefault(inFlight, 0.0)));
    }
    cells.add(Numbers.of(row.openLoop().p50()));
    cells.add(Numbers.of(row.openLoop().p99()));
    var cpu = row.cpuPerCall();
    for (double value : new double[] {cpu.server(), cpu.starting(), cpu.workers()}) {
      cells.add(value == 0 ? "-" : Numbers.of(value));
    }
    cells.add(Long.toString(row.calls()));
    for (var baseline : Report.BASELINES) {
      cells.add(Numbers.of(report.latencyRatio(row.workload(), row.contender(), baseline)));
    }
    return cells;
  }

  private static void printMemory(List<Row.OfMemory> memory, PrintStream out) {
    var lines = new ArrayList<List<String>>();
    lines.add(
        List.of("memory, MiB", "server at rest", "zygotes and waiting", "each call in flight"));
    for (var row : memory) {
      lines.add(
          List.of(
              row.contender(),
              Numbers.mebibytes(row.atRest().server()),
              Numbers.mebibytes(row.atRest().others()),
              Numbers.mebibytes(row.perCallBytes())));
    }
    out.println();
    print(lines, out);
  }

  /** The first column to the left, numbers to the right. */
  static void print(List<List<String>> lines, PrintStream out) {
    var widths = new int[lines.getFirst().size()];
    for (var line : lines) {
      for (int i = 0; i < line.size(); i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    for (var line : lines) {
      var text = new StringBuilder(line.getFirst());
      text.repeat(' ', widths[0] - line.getFirst().length());
      for (int i = 1; i < line.size(); i++) {
        text.repeat(' ', 2 + widths[i] - line.get(i).length()).append(line.get(i));
      }
      out.println(text.toString().stripTrailing());
    }
  }
}
