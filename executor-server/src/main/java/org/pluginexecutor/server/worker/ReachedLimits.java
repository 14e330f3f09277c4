// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.pluginexecutor.server.cgroup.ZygoteCgroup.MemoryKill;
import org.pluginexecutor.server.config.WorkerLimits;
import org.pluginexecutor.server.worker.WorkerReport.End;

/** Says which limit of the machine's ended a worker. Stateless. */
final class ReachedLimits {
  private static final int SIGKILL = 9;
  private static final int SIGXCPU = 24;

  /** The kernel counts in ticks, and ends a process at the tick that reaches the limit. */
  private static final Duration TICKS = Duration.ofMillis(50);

  private ReachedLimits() {}

  /**
   * The limit in words.
   *
   * @param memoryKill looks whether the kernel has killed for memory meanwhile; asked only where
   *     nothing else explains the end
   */
  static Optional<String> of(
      WorkerReport report, WorkerLimits limits, Supplier<Optional<MemoryKill>> memoryKill) {
    boolean isByKernel =
        report.end() instanceof End.Signalled(var signal)
            && (signal == SIGKILL || signal == SIGXCPU);
    if (isByKernel && report.cpuTime().plus(TICKS).compareTo(limits.cpuTime()) >= 0) {
      return Optional.of(
          "CPU time: "
              + report.cpuTime().toMillis()
              + " ms (expected: at most "
              + limits.cpuTime().toSeconds()
              + " s, the server's --worker-cpu); the worker was killed");
    }
    return report.end() instanceof End.Signalled(int signal) && signal == SIGKILL
        ? memoryKill.get().map(ReachedLimits::words)
        : Optional.empty();
  }

  private static String words(MemoryKill kill) {
    return "memory of all running calls of this plugin: "
        + mebibytes(kill.peakBytes())
        + " MiB (expected: at most "
        + mebibytes(kill.limitBytes())
        + " MiB, the server's --plugin-memory); the worker was killed";
  }

  /** Rounded up: a limit that was reached must not look as if it was not. */
  private static long mebibytes(long bytes) {
    return Math.ceilDiv(bytes, 1L << 20);
  }
}
