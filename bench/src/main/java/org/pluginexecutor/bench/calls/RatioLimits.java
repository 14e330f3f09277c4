// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.util.ArrayList;
import java.util.List;

/**
 * Ratios beyond which something is broken and not just slower. They are far from what is usual, for
 * the machines that check changes are small and busy; times would say nothing there. Stateless.
 */
final class RatioLimits {
  /** A warm call is usually faster than an interpreter; slower than three means it is not warm. */
  private static final double WARM = 3;

  /** A call with a fresh interpreter does about four times the work; ten means that it waits. */
  private static final double COLD = 10;

  private RatioLimits() {}

  /** One sentence for each limit that does not hold; what was not measured does not hold. */
  static List<String> broken(Report report) {
    var broken = new ArrayList<String>();
    double most = ServerFlags.startsFresh(report.product()) ? COLD : WARM;
    for (var workload : report.workloads().keySet()) {
      var latency = report.latencyRatio(workload, report.product(), ContenderNames.PLAIN);
      if (!(latency.orElse(Double.NaN) <= most)) {
        broken.add(
            "%s: p50 %s times a plain interpreter (expected: <= %s)"
                .formatted(workload, Numbers.of(latency), Numbers.of(most)));
      }
      // With many in flight the same holds the other way round, or calls queue for one another.
      var rate = report.rateRatio(workload, report.product(), ContenderNames.PLAIN);
      if (!(rate.orElse(Double.NaN) >= 1 / most)) {
        broken.add(
            "%s: calls/s %s times a plain interpreter (expected: >= %s)"
                .formatted(workload, Numbers.of(rate), Numbers.of(1 / most)));
      }
    }
    report.rows().stream()
        .filter(row -> row.contender().equals(report.product()) && row.failures() > 0)
        .forEach(row ->
            broken.add(row.workload() + ": " + row.failures() + " failed calls (expected: none)"));
    return broken;
  }
}
