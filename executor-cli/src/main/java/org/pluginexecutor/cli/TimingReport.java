// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.time.Duration;
import java.util.Locale;
import org.pluginexecutor.client.Cost;

/** Prints for people where the time of a call went. Confined to one thread. */
final class TimingReport {
  private final ReportLines lines;

  TimingReport(ReportLines lines) {
    this.lines = lines;
  }

  /**
   * Prints it, in the order in which it went.
   *
   * @param roundTrip from the client's request to its answer
   */
  void print(Cost cost, Duration roundTrip) {
    lines.line("time", millis(roundTrip) + " in all, of which");
    for (var phase : cost.phases(roundTrip)) {
      lines.line("  " + phase.name(), millis(phase.time()) + "   " + phase.meaning());
    }
  }

  private static String millis(Duration time) {
    return String.format(Locale.ROOT, "%8.2f ms", time.toNanos() / 1e6);
  }
}
