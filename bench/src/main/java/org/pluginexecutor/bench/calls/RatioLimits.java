// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Ratios beyond which something is broken and not just slower. They are far from what is usual, for
 * the machines that check changes are small and busy; times would say nothing there. Stateless.
 */
final class RatioLimits {
  /** A warm call is usually faster than an interpreter; slower than three means it is not warm. */
  private static final double WARM = 3;

  /** Eight callers at once are usually served faster too; a third means that they queue. */
  private static final double LEAST_RATE = 1.0 / 3;

  private RatioLimits() {}

  /** One sentence for each limit that does not hold. */
  static List<String> broken(Report report) {
    var broken = new ArrayList<String>();
    for (var workload : report.workloads().keySet()) {
      var latency = report.latencyRatio(workload, report.product(), ContenderNames.PLAIN);
      check(workload + ": p50 to a plain interpreter", latency, 0, WARM, broken);
      var rate = report.rateRatio(workload, report.product(), ContenderNames.PLAIN);
      check(
          workload + ": calls/s to a plain interpreter",
          rate,
          LEAST_RATE,
          Double.MAX_VALUE,
          broken);
    }
    report.rows().stream()
        .filter(row -> row.contender().equals(report.product()) && row.failures() > 0)
        .forEach(row ->
            broken.add(row.workload() + ": " + row.failures() + " failed calls (expected: none)"));
    return broken;
  }

  private static void check(
      String subject, OptionalDouble ratio, double least, double most, List<String> broken) {
    double value = ratio.orElse(Double.NaN);
    // Also when it is no number: what was not measured does not hold.
    if (!(value >= least && value <= most)) {
      var rule =
          most == Double.MAX_VALUE
              ? String.format(Locale.ROOT, ">= %.2f", least)
              : String.format(Locale.ROOT, "<= %.0f", most);
      broken.add(subject + ": " + Numbers.of(ratio) + " (expected: " + rule + ")");
    }
  }
}
