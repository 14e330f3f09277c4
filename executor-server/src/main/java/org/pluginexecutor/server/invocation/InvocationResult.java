// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.time.Duration;
import java.util.List;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.StartKind;
import org.pluginexecutor.server.runtime.PythonRuntime;
import org.pluginexecutor.server.shim.ReachedWall;
import org.pluginexecutor.server.store.StoredPlugin;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.worker.WorkerReport;
import org.pluginexecutor.server.worker.WorkerReport.OutputCount;

/**
 * Everything that the caller gets back. Immutable.
 *
 * @param logLabel the outcome's name for the log, without secrets
 * @param cookie to pass to the plugin's next call in the session
 * @param sessionCookie to pass to the next call of any plugin in the session
 * @param logLines what was printed
 * @param walls what it ran into
 */
public record InvocationResult(
    String invocationId,
    Outcome outcome,
    String logLabel,
    PluginValue.Dict cookie,
    PluginValue.Dict sessionCookie,
    List<LogLine> logLines,
    OutputCount stdout,
    OutputCount stderr,
    Cost cost,
    Execution execution,
    List<ReachedWall> walls) {

  /** What it cost; see the API for the meaning of each part. */
  public record Cost(
      Duration queueTime,
      Duration startTime,
      Duration runTime,
      Duration cpuTime,
      long peakMemoryBytes,
      WorkerReport.Timing timing) {}

  /** What ran, and how. */
  public record Execution(
      StoredPlugin plugin,
      PythonRuntime runtime,
      StartKind startKind,
      IsolationLevel isolationLevel) {}
}
