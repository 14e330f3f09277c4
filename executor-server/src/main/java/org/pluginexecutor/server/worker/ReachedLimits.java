// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.pluginexecutor.server.cgroup.ZygoteCgroup.MemoryKill;
import org.pluginexecutor.server.config.WorkerLimits;
import org.pluginexecutor.server.shim.ReachedWall;
import org.pluginexecutor.server.worker.WorkerReport.End;

/** Says which limit of the machine's ended a worker. Stateless. */
final class ReachedLimits {
  private static final int SIGKILL = 9;
  private static final int SIGXCPU = 24;

  /** The kernel ends a process at the tick that reaches the limit. */
  private static final Duration TICK = Duration.ofMillis(50);

  /**
   * The limit is held against whole ticks, what is reported is what really ran in them: on a busy
   * machine, where others have a part of each tick, that is less by a fifth and more.
   */
  private static final int PART_OF_TICKS = 2;

  private ReachedLimits() {}

  /**
   * The limit that ended the worker, if it was one.
   *
   * @param memoryKill looks whether the kernel has killed for memory meanwhile
   */
  static Optional<ReachedWall> of(
      WorkerReport report, WorkerLimits limits, Supplier<Optional<MemoryKill>> memoryKill) {
    if (!(report.end() instanceof End.Signalled(var signal))
        || (signal != SIGKILL && signal != SIGXCPU)) {
      return Optional.empty();
    }
    var used = report.cpuTime();
    if (used.plus(TICK).compareTo(limits.cpuTime()) >= 0) {
      return Optional.of(cpuTime(used, limits.cpuTime()));
    }
    return (signal == SIGKILL ? memoryKill.get() : Optional.<MemoryKill>empty())
        .map(ReachedLimits::memory)
        .or(() ->
            used.multipliedBy(PART_OF_TICKS).compareTo(limits.cpuTime()) >= 0
                ? Optional.of(cpuTime(limits.cpuTime(), limits.cpuTime()))
                : Optional.empty());
  }

  private static ReachedWall cpuTime(Duration used, Duration limit) {
    return new ReachedWall(
        ReachedWall.Kind.CPU_TIME,
        limit.toMillis(),
        used.toMillis(),
        "CPU time: "
            + used.toMillis()
            + " ms (expected: at most "
            + limit.toSeconds()
            + " s, the server's --worker-cpu); the worker was killed");
  }

  private static ReachedWall memory(MemoryKill kill) {
    return new ReachedWall(
        ReachedWall.Kind.MEMORY,
        kill.limitBytes(),
        kill.peakBytes(),
        "memory of all running calls of this plugin: "
            + mebibytes(kill.peakBytes())
            + " MiB (expected: at most "
            + mebibytes(kill.limitBytes())
            + " MiB, the server's --plugin-memory); the worker was killed");
  }

  /** Rounded up: a limit that was reached must not look as if it was not. */
  private static long mebibytes(long bytes) {
    return Math.ceilDiv(bytes, 1L << 20);
  }
}
