// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * All that a comparison found. Immutable.
 *
 * @param facts the machine and the run
 * @param workloads what the plugins stand for, by their names
 * @param product the contender that the last sentence is about
 * @param notes what is missing, and why
 */
record Report(
    Map<String, String> facts,
    Map<String, String> workloads,
    List<Row> rows,
    List<Row.OfMemory> memory,
    String product,
    List<String> notes) {
  /** The number of calls in flight whose rates are compared. */
  static final int COMPARED_IN_FLIGHT = 8;

  /** What the product is compared with; a ratio below 1 is in the product's favour. */
  static final List<String> BASELINES =
      List.of(ContenderNames.PLAIN, ContenderNames.BUBBLEWRAP, ContenderNames.FORK_SERVER);

  Report {
    rows = List.copyOf(rows);
    memory = List.copyOf(memory);
    notes = List.copyOf(notes);
  }

  /** How many times longer half of the calls take; absent: one of the two was not measured. */
  OptionalDouble latencyRatio(String workload, String contender, String baseline) {
    return ratio(p50(workload, contender), p50(workload, baseline));
  }

  /** How many times as many calls a second. */
  OptionalDouble rateRatio(String workload, String contender, String baseline) {
    return ratio(rate(workload, contender), rate(workload, baseline));
  }

  /** All in one sentence. */
  String summary() {
    return rows.stream()
        .filter(row -> row.contender().equals(product) && row.workload().equals(Workloads.BARE))
        .findFirst()
        .map(this::sentence)
        .orElse("The product was not measured.");
  }

  private String sentence(Row row) {
    var ratio = latencyRatio(row.workload(), product, ContenderNames.PLAIN);
    return "A call of a bare plugin (%s) takes %s ms (p50), and %s calls/s are made with %d in flight; it takes %s times as long as a plain interpreter per call (p50 %s ms) in the same run."
        .formatted(
            product,
            Numbers.of(row.oneInFlight().p50()),
            Numbers.of(row.callsPerSecond().getOrDefault(COMPARED_IN_FLIGHT, 0.0)),
            COMPARED_IN_FLIGHT,
            Numbers.of(ratio),
            Numbers.of(p50(row.workload(), ContenderNames.PLAIN)));
  }

  private OptionalDouble p50(String workload, String contender) {
    return rows.stream()
        .filter(row -> row.workload().equals(workload) && row.contender().equals(contender))
        .mapToDouble(row -> row.oneInFlight().p50())
        .filter(value -> value > 0)
        .findFirst();
  }

  private OptionalDouble rate(String workload, String contender) {
    return rows.stream()
        .filter(row -> row.workload().equals(workload) && row.contender().equals(contender))
        .mapToDouble(row -> row.callsPerSecond().getOrDefault(COMPARED_IN_FLIGHT, 0.0))
        .filter(value -> value > 0)
        .findFirst();
  }

  private static OptionalDouble ratio(OptionalDouble one, OptionalDouble other) {
    return one.isPresent() && other.isPresent()
        ? OptionalDouble.of(one.getAsDouble() / other.getAsDouble())
        : OptionalDouble.empty();
  }
}
