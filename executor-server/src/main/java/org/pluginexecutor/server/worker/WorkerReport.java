// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.time.Duration;
import java.util.List;
import org.pluginexecutor.server.shim.ShimReply;

/**
 * What became of a worker that was called. Immutable.
 *
 * @param stdout how much it printed there
 * @param stderr how much it printed there
 * @param cpuTime CPU time of its process tree
 * @param peakMemoryBytes largest resident memory of any of its processes
 * @param remarks what the author of the plugin should know besides
 */
public record WorkerReport(
    End end,
    OutputCount stdout,
    OutputCount stderr,
    Duration cpuTime,
    long peakMemoryBytes,
    List<String> remarks) {

  public WorkerReport {
    remarks = List.copyOf(remarks);
  }

  /** Without remarks. */
  public WorkerReport(
      End end, OutputCount stdout, OutputCount stderr, Duration cpuTime, long peakMemoryBytes) {
    this(end, stdout, stderr, cpuTime, peakMemoryBytes, List.of());
  }

  /** With this remark and no other. */
  WorkerReport withRemark(String remark) {
    return new WorkerReport(end, stdout, stderr, cpuTime, peakMemoryBytes, List.of(remark));
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
