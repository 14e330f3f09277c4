// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pluginexecutor.server.config.OutputLimits;
import org.pluginexecutor.server.shim.ReachedWall;
import org.pluginexecutor.server.shim.ReachedWall.Kind;
import org.pluginexecutor.server.worker.WorkerReport;
import org.pluginexecutor.server.worker.WorkerReport.End;
import org.pluginexecutor.server.worker.WorkerReport.OutputCount;

/** Adds the limits that the server itself keeps to the walls of a worker. Stateless. */
final class ServerWalls {
  private ServerWalls() {}

  /** The worker's walls, then the server's. */
  static List<ReachedWall> all(
      WorkerReport report, List<ReachedWall> ofWorker, OutputLimits output) {
    var walls = new ArrayList<>(ofWorker);
    dropped(Kind.STDOUT, report.stdout(), output).ifPresent(walls::add);
    dropped(Kind.STDERR, report.stderr(), output).ifPresent(walls::add);
    if (report.end() instanceof End.TimedOut(var limit)) {
      walls.add(timedOut(limit));
    }
    return List.copyOf(walls);
  }

  /** The end comes at the limit, so that much was reached. */
  private static ReachedWall timedOut(Duration limit) {
    return new ReachedWall(
        Kind.WALL_TIME,
        limit.toMillis(),
        limit.toMillis(),
        "the call had "
            + limit.toMillis()
            + " ms for loading, constructing and the hook; give connections a timeout of their own,"
            + " or have the caller or the instance ask for a longer time limit (serve"
            + " --max-time-limit bounds it)");
  }

  private static Optional<ReachedWall> dropped(Kind kind, OutputCount count, OutputLimits limits) {
    return count.droppedBytes() == 0
        ? Optional.empty()
        : Optional.of(
            new ReachedWall(
                kind,
                limits.bytes(),
                count.bytes(),
                "of each stream "
                    + limits.bytes()
                    + " bytes and "
                    + limits.lines()
                    + " lines are kept, "
                    + count.droppedBytes()
                    + " bytes more were dropped; print less"));
  }
}
