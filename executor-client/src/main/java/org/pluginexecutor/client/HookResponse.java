// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came back from a call of a hook. Immutable.
 *
 * @param outcome what became of the hook
 * @param cookie the cookie to pass to this target's next call in the session
 * @param sessionCookie the session cookie to pass to the session's next call of any target
 * @param logLines what was printed; empty when the lines were passed on as they arrived
 * @param output how much was printed
 * @param cost what the invocation cost
 * @param execution what ran, and how
 * @param invocationId the server's id of the invocation; it is in the server's log
 * @param reachedWalls the walls and limits that the invocation ran into; with {@link
 *     HookCall#explained()} also those whose exception the plugin caught
 */
public record HookResponse(
    Outcome outcome,
    Map<String, @Nullable Object> cookie,
    Map<String, @Nullable Object> sessionCookie,
    List<LogLine> logLines,
    OutputSummary output,
    Cost cost,
    Execution execution,
    String invocationId,
    List<ReachedWall> reachedWalls) {
  /** Copies the lists. */
  public HookResponse {
    reachedWalls = List.copyOf(reachedWalls);
    logLines = List.copyOf(logLines);
  }

  /** Shows neither cookies nor results nor printed lines: they can hold secrets. */
  @Override
  public String toString() {
    return "HookResponse[outcome="
        + outcome
        + ", cookie=***, sessionCookie=***, logLines="
        + logLines.size()
        + " lines, output="
        + output
        + ", cost="
        + cost
        + ", execution="
        + execution
        + ", invocationId="
        + invocationId
        + ", reachedWalls="
        + reachedWalls
        + "]";
  }
}
