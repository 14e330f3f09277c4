// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.time.Duration;
import java.util.Optional;
import org.pluginexecutor.client.HookResponse;

/** Prints for people what came back from a hook. Confined to one thread. */
final class HookReport {
  private final ReportLines lines;

  HookReport(Terminal terminal) {
    this.lines = new ReportLines(terminal);
  }

  /**
   * Prints an answer.
   *
   * @param explained whether it was asked which walls the plugin ran into
   * @param roundTrip how long the client waited, if it was asked where the time went
   */
  void print(HookResponse response, boolean explained, Optional<Duration> roundTrip) {
    lines.outcome(response.outcome());
    if (explained) {
      new WallReport(lines).print(response);
    }
    lines.block("cookie", JsonWriter.indented(response.cookie()));
    lines.block("session cookie", JsonWriter.indented(response.sessionCookie()));
    roundTrip.ifPresent(time -> new TimingReport(lines).print(response.cost(), time));
    lines.end(response.output(), response.cost(), response.execution(), response.invocationId());
  }
}
