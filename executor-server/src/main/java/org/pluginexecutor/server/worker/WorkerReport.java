// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.pluginexecutor.server.shim.ReachedWall;
import org.pluginexecutor.server.shim.ReportedTimes;
import org.pluginexecutor.server.shim.ShimReply;

/**
 * What became of a worker that was called. Immutable.
 *
 * @param stdout how much it printed there
 * @param stderr how much it printed there
 * @param cpuTime CPU time of its process tree
 * @param peakMemoryBytes largest resident memory of any of its processes
 * @param timing where its time went
 * @param remarks what the author of the plugin should know besides
 * @param walls what it ran into, as far as the worker or its end tells
 */
public record WorkerReport(
    End end,
    OutputCount stdout,
    OutputCount stderr,
    Duration cpuTime,
    long peakMemoryBytes,
    Timing timing,
    List<String> remarks,
    List<ReachedWall> walls) {

  public WorkerReport {
    remarks = List.copyOf(remarks);
    walls = List.copyOf(walls);
  }

  /** Without timing, remarks and walls. */
  public WorkerReport(
      End end, OutputCount stdout, OutputCount stderr, Duration cpuTime, long peakMemoryBytes) {
    this(end, stdout, stderr, cpuTime, peakMemoryBytes, Timing.NONE, List.of(), List.of());
  }

  /** With this timing. */
  WorkerReport withTiming(Timing newTiming) {
    return new WorkerReport(
        end, stdout, stderr, cpuTime, peakMemoryBytes, newTiming, remarks, walls);
  }

  /** With these walls, of which nothing is to be remarked. */
  WorkerReport withWalls(List<ReachedWall> reached) {
    return new WorkerReport(
        end, stdout, stderr, cpuTime, peakMemoryBytes, timing, remarks, reached);
  }

  /** With one wall more, whose words are a remark too: nothing else tells the author of it. */
  WorkerReport withWall(ReachedWall wall) {
    return new WorkerReport(
        end,
        stdout,
        stderr,
        cpuTime,
        peakMemoryBytes,
        timing,
        Stream.concat(remarks.stream(), Stream.of(wall.message())).toList(),
        Stream.concat(walls.stream(), Stream.of(wall)).toList());
  }

  /**
   * Where the time of a call went. Immutable.
   *
   * @param walls closing the walls around a worker that was forked for this call
   * @param steps what the worker says of the plugin
   * @param end from the answer to the end of the last process and of the output
   */
  public record Timing(Duration walls, ReportedTimes steps, Duration end) {
    /** Of a call without an answer. */
    public static final Timing NONE = new Timing(Duration.ZERO, ReportedTimes.NONE, Duration.ZERO);
  }

  /** How it ended. */
  public sealed interface End {

    /** It answered. */
    record Replied(ShimReply reply) implements End {}

    /** It sent nothing. */
    sealed interface Unanswered extends End {}

    /** It was killed at its time limit. */
    record TimedOut(Duration limit) implements Unanswered {}

    /** It was killed by {@link Worker#cancel}. */
    record Cancelled() implements Unanswered {}

    /** It exited without an answer. */
    record Exited(int exitCode) implements Unanswered {}

    /** A signal that was not ours ended it. */
    record Signalled(int signal) implements Unanswered {}

    /** What it sent is not in the protocol, whether by the plugin's doing or the shim's. */
    record ProtocolBroken(String why) implements End {}
  }

  /**
   * How much was printed on a stream.
   *
   * @param bytes all of it
   * @param droppedBytes the part that is in no line
   */
  public record OutputCount(long bytes, long droppedBytes) {}
}
