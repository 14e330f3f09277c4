// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.time.Duration;
import java.util.Optional;
import org.pluginexecutor.server.config.WorkerLimits;
import org.pluginexecutor.server.shim.ReachedWall;
import org.pluginexecutor.server.worker.WorkerReport.End;

/** Says which limit of the machine's ended a worker. Stateless. */
final class ReachedLimits {
  private static final int SIGKILL = 9;
  private static final int SIGXCPU = 24;

  /** The kernel counts in ticks, and ends a process at the tick that reaches the limit. */
  private static final Duration TICKS = Duration.ofMillis(50);

  private ReachedLimits() {}

  static Optional<ReachedWall> of(WorkerReport report, WorkerLimits limits) {
    boolean isByKernel =
        report.end() instanceof End.Signalled(var signal)
            && (signal == SIGKILL || signal == SIGXCPU);
    if (isByKernel && report.cpuTime().plus(TICKS).compareTo(limits.cpuTime()) >= 0) {
      return Optional.of(
          new ReachedWall(
              ReachedWall.Kind.CPU_TIME,
              limits.cpuTime().toMillis(),
              report.cpuTime().toMillis(),
              "CPU time: "
                  + report.cpuTime().toMillis()
                  + " ms (expected: at most "
                  + limits.cpuTime().toSeconds()
                  + " s, the server's --worker-cpu); the worker was killed"));
    }
    return Optional.empty();
  }
}
