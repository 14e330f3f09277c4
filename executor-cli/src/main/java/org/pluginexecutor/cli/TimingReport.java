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
    var timing = cost.timing();
    var steps =
        timing
            .loadTime()
            .plus(timing.constructTime())
            .plus(timing.hookTime())
            .plus(timing.replyTime());
    lines.line("time", millis(roundTrip) + " in all, of which");
    row("way", roundTrip.minus(timing.serverTime()), "client, wire, there and back");
    row("queue", cost.queueTime(), "until there was a slot");
    row("start", cost.startTime().minus(timing.wallsTime()), "fork, hand-over or interpreter");
    row("walls", timing.wallsTime(), "closed around a worker that did not stand ready");
    row(
        "exchange",
        cost.runTime().minus(steps).minus(timing.endTime()),
        "request and answer between server and worker");
    row("load", timing.loadTime(), "import of main.py");
    row("construct", timing.constructTime(), "Plugin(configuration)");
    row("hook", timing.hookTime(), "the hook itself");
    row("reply", timing.replyTime(), "check of the result");
    row("end", timing.endTime(), "until the last process and its output ended");
    row(
        "server",
        timing.serverTime().minus(cost.queueTime()).minus(cost.startTime()).minus(cost.runTime()),
        "the rest of the server's work");
  }

  private void row(String part, Duration time, String meaning) {
    // Two clocks, and what the worker says of itself: the rest can be a little less than nothing.
    lines.line("  " + part, String.format(Locale.ROOT, "%-13s %s", millis(time), meaning));
  }

  private static String millis(Duration time) {
    return String.format(Locale.ROOT, "%8.2f ms", Math.max(0, time.toNanos()) / 1e6);
  }
}
