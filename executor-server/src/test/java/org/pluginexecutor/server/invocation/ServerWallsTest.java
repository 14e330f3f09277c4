// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.server.config.OutputLimits;
import org.pluginexecutor.server.shim.ReachedWall;
import org.pluginexecutor.server.shim.ReachedWall.Kind;
import org.pluginexecutor.server.worker.WorkerReport;
import org.pluginexecutor.server.worker.WorkerReport.End;
import org.pluginexecutor.server.worker.WorkerReport.OutputCount;

class ServerWallsTest {
  private static final OutputCount NOTHING = new OutputCount(0, 0);

  private static List<ReachedWall> walls(
      End end, OutputCount stdout, OutputCount stderr, List<ReachedWall> ofWorker) {
    var report = new WorkerReport(end, stdout, stderr, Duration.ZERO, 0);
    return ServerWalls.all(report, ofWorker, new OutputLimits(1000, 10, 100));
  }

  @Test
  void the_time_limit_is_a_wall_in_milliseconds() {
    assertThat(walls(new End.TimedOut(Duration.ofSeconds(3)), NOTHING, NOTHING, List.of()))
        .singleElement()
        .satisfies(wall -> {
          assertThat(wall.kind()).isEqualTo(Kind.WALL_TIME);
          assertThat(wall.limit()).isEqualTo(3_000);
          assertThat(wall.reached()).isEqualTo(3_000);
          assertThat(wall.message()).contains("a longer time limit");
        });
  }

  @Test
  void each_stream_of_which_something_was_dropped_is_a_wall_after_those_of_the_worker() {
    var path = new ReachedWall(Kind.PATH, 0, 0, "main.py:1", "/x", "m", 1);

    var walls =
        walls(new End.Exited(1), new OutputCount(1500, 500), new OutputCount(20, 5), List.of(path));

    assertThat(walls)
        .extracting(ReachedWall::kind)
        .containsExactly(Kind.PATH, Kind.STDOUT, Kind.STDERR);
    assertThat(walls.get(1).reached()).isEqualTo(1500);
    assertThat(walls.get(1).limit()).isEqualTo(1000);
    assertThat(walls.get(2).message()).contains("10 lines are kept, 5 bytes more were dropped");
  }

  @Test
  void an_invocation_within_its_limits_reaches_none() {
    assertThat(walls(new End.Exited(0), new OutputCount(9, 0), NOTHING, List.of())).isEmpty();
  }
}
