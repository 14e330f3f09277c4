// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.server.cgroup.ZygoteCgroup.MemoryKill;
import org.pluginexecutor.server.config.WorkerLimits;
import org.pluginexecutor.server.shim.ReachedWall;
import org.pluginexecutor.server.worker.WorkerReport.End;
import org.pluginexecutor.server.worker.WorkerReport.OutputCount;

class ReachedLimitsTest {
  private static final Optional<MemoryKill> KILL =
      Optional.of(new MemoryKill((511L << 20) + 1, 512L << 20));

  /** What is said of a worker with a CPU limit of a minute. */
  private static Optional<String> words(End end, long cpuSeconds, Optional<MemoryKill> kill) {
    var report =
        new WorkerReport(
            end,
            new OutputCount(0, 0),
            new OutputCount(0, 0),
            Duration.ofSeconds(cpuSeconds),
            1 << 20);
    return ReachedLimits.of(report, WorkerLimits.defaults(), () -> kill).map(ReachedWall::message);
  }

  @Test
  void a_kill_for_memory_is_told_with_peak_and_limit() {
    assertThat(words(new End.Signalled(9), 1, KILL))
        .contains(
            "memory of all running calls of this plugin: 512 MiB (expected: at most 512 MiB, the"
                + " server's --plugin-memory); the worker was killed");
  }

  @Test
  void only_a_kill_is_explained_by_memory() {
    assertThat(words(new End.Signalled(11), 1, KILL)).isEmpty();
    assertThat(words(new End.Exited(1), 1, KILL)).isEmpty();
    assertThat(words(new End.TimedOut(Duration.ofSeconds(1)), 1, KILL)).isEmpty();
    assertThat(words(new End.Signalled(9), 1, Optional.empty())).isEmpty();
  }

  @Test
  void all_of_the_cpu_time_explains_an_end_before_memory_does() {
    assertThat(words(new End.Signalled(24), 60, Optional.empty()).orElseThrow())
        .startsWith("CPU time: 60000 ms (expected: at most 60 s");
    assertThat(words(new End.Signalled(9), 61, KILL).orElseThrow()).startsWith("CPU time: 61000");
  }

  @Test
  void a_part_of_the_cpu_time_explains_an_end_where_nothing_else_does() {
    assertThat(words(new End.Signalled(24), 48, Optional.empty()).orElseThrow())
        .startsWith("CPU time: 60000 ms");
    assertThat(words(new End.Signalled(9), 48, KILL).orElseThrow()).startsWith("memory");
    assertThat(words(new End.Signalled(9), 20, Optional.empty())).isEmpty();
  }
}
