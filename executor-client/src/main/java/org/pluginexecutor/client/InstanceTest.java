// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.util.List;
import java.util.Objects;

/**
 * What came back from constructing a plugin without calling a hook. Immutable.
 *
 * @param outcome what became of it
 * @param logLines what was printed; each line has the invocation id in front, there being no
 *     session
 * @param output how much was printed
 * @param cost what it cost
 * @param execution what ran, and how
 * @param invocationId the server's id of it; it is in the server's log
 */
public record InstanceTest(
    ConstructionOutcome outcome,
    List<LogLine> logLines,
    OutputSummary output,
    Cost cost,
    Execution execution,
    String invocationId) {
  /** Copies the lines. */
  public InstanceTest {
    Objects.requireNonNull(outcome, "outcome");
    logLines = List.copyOf(logLines);
  }

  /** Whether the constructor returned. */
  public boolean constructed() {
    return outcome instanceof ConstructionOutcome.Constructed;
  }

  /** Does not show the printed lines: they can hold secrets. */
  @Override
  public String toString() {
    return "InstanceTest[outcome="
        + outcome
        + ", logLines="
        + logLines.size()
        + " lines, output="
        + output
        + ", cost="
        + cost
        + ", execution="
        + execution
        + ", invocationId="
        + invocationId
        + "]";
  }
}
