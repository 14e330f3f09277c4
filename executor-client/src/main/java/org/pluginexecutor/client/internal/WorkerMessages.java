// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import java.time.Duration;
import org.pluginexecutor.client.Cost;
import org.pluginexecutor.client.Execution;
import org.pluginexecutor.client.LogLine;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.OutputSummary;
import org.pluginexecutor.client.ReachedWall;
import org.pluginexecutor.client.Timing;
import org.pluginexecutor.v1.Exited;
import org.pluginexecutor.v1.IsolationLevel;
import org.pluginexecutor.v1.Killed;
import org.pluginexecutor.v1.LoadFailed;
import org.pluginexecutor.v1.StartKind;
import org.pluginexecutor.v1.TimedOut;

/** What the answers to all calls that run a worker have in common, as records. */
final class WorkerMessages {
  private WorkerMessages() {}

  static LogLine logLine(org.pluginexecutor.v1.LogLine line) {
    LogLine.Stream stream =
        switch (line.getStream()) {
          case LOG_STREAM_STDOUT -> LogLine.Stream.STDOUT;
          case LOG_STREAM_STDERR -> LogLine.Stream.STDERR;
          case LOG_STREAM_EXECUTOR -> LogLine.Stream.EXECUTOR;
          case LOG_STREAM_UNSPECIFIED, UNRECOGNIZED -> LogLine.Stream.UNKNOWN;
        };
    return new LogLine(stream, line.getSequence(), line.getText(), Protos.instant(line.getTime()));
  }

  static Outcome.LoadFailed loadFailed(LoadFailed failed) {
    Outcome.LoadStep step =
        switch (failed.getStep()) {
          case STEP_IMPORT -> Outcome.LoadStep.IMPORT;
          case STEP_FIND_CLASS -> Outcome.LoadStep.FIND_CLASS;
          case STEP_CONSTRUCT -> Outcome.LoadStep.CONSTRUCT;
          case STEP_UNSPECIFIED, UNRECOGNIZED -> Outcome.LoadStep.UNKNOWN;
        };
    return new Outcome.LoadFailed(
        step, failed.getExceptionType(), failed.getMessage(), failed.getTraceback());
  }

  static Outcome.TimedOut timedOut(TimedOut timedOut) {
    return new Outcome.TimedOut(Protos.duration(timedOut.getLimit()));
  }

  static Outcome.Killed killed(Killed killed) {
    return new Outcome.Killed(killed.getSignal(), killed.getSignalName());
  }

  static Outcome.Exited exited(Exited exited) {
    return new Outcome.Exited(exited.getExitCode());
  }

  static OutputSummary output(org.pluginexecutor.v1.OutputSummary output) {
    return new OutputSummary(
        output.getStdoutBytes(),
        output.getStderrBytes(),
        output.getStdoutDroppedBytes(),
        output.getStderrDroppedBytes());
  }

  static ReachedWall reachedWall(org.pluginexecutor.v1.ReachedWall wall) {
    ReachedWall.Kind kind =
        switch (wall.getKind()) {
          case KIND_WALL_TIME -> ReachedWall.Kind.WALL_TIME;
          case KIND_CPU_TIME -> ReachedWall.Kind.CPU_TIME;
          case KIND_MEMORY -> ReachedWall.Kind.MEMORY;
          case KIND_PROCESSES -> ReachedWall.Kind.PROCESSES;
          case KIND_OPEN_FILES -> ReachedWall.Kind.OPEN_FILES;
          case KIND_FILE_SIZE -> ReachedWall.Kind.FILE_SIZE;
          case KIND_TMP_BYTES -> ReachedWall.Kind.TMP_BYTES;
          case KIND_TMP_FILES -> ReachedWall.Kind.TMP_FILES;
          case KIND_STDOUT -> ReachedWall.Kind.STDOUT;
          case KIND_STDERR -> ReachedWall.Kind.STDERR;
          case KIND_RESULT -> ReachedWall.Kind.RESULT;
          case KIND_PATH -> ReachedWall.Kind.PATH;
          case KIND_NETWORK -> ReachedWall.Kind.NETWORK;
          case KIND_SYSTEM_CALL -> ReachedWall.Kind.SYSTEM_CALL;
          case KIND_UNSPECIFIED, UNRECOGNIZED -> ReachedWall.Kind.UNKNOWN;
        };
    return new ReachedWall(
        kind,
        wall.getLimit(),
        wall.getReached(),
        wall.getWhere(),
        wall.getSubject(),
        wall.getMessage(),
        wall.getCount());
  }

  private static Timing timing(org.pluginexecutor.v1.Timing timing, Duration clientTime) {
    return new Timing(
        Protos.duration(timing.getWallsTime()),
        Protos.duration(timing.getLoadTime()),
        Protos.duration(timing.getConstructTime()),
        Protos.duration(timing.getHookTime()),
        Protos.duration(timing.getReplyTime()),
        Protos.duration(timing.getEndTime()),
        Protos.duration(timing.getServerTime()),
        clientTime);
  }

  static Cost cost(org.pluginexecutor.v1.Cost cost, Duration clientTime) {
    return new Cost(
        Protos.duration(cost.getQueueTime()),
        Protos.duration(cost.getStartTime()),
        Protos.duration(cost.getRunTime()),
        Protos.duration(cost.getCpuTime()),
        cost.getPeakMemoryBytes(),
        timing(cost.getTiming(), clientTime));
  }

  static Execution execution(org.pluginexecutor.v1.Execution execution) {
    return new Execution(
        execution.getPlugin(),
        execution.getDigest(),
        execution.getRuntime(),
        execution.getRuntimeVersion(),
        startKind(execution.getStartKind()),
        isolationLevel(execution.getIsolationLevel()));
  }

  static Execution.StartKind startKind(StartKind kind) {
    return switch (kind) {
      case START_KIND_UNSPECIFIED -> Execution.StartKind.UNSPECIFIED;
      case START_KIND_EXEC -> Execution.StartKind.EXEC;
      case START_KIND_FORK -> Execution.StartKind.FORK;
      case UNRECOGNIZED -> Execution.StartKind.UNKNOWN;
    };
  }

  static Execution.IsolationLevel isolationLevel(IsolationLevel level) {
    return switch (level) {
      case ISOLATION_LEVEL_UNSPECIFIED -> Execution.IsolationLevel.UNSPECIFIED;
      case ISOLATION_LEVEL_NONE -> Execution.IsolationLevel.NONE;
      case ISOLATION_LEVEL_PORTABLE -> Execution.IsolationLevel.PORTABLE;
      case ISOLATION_LEVEL_FULL -> Execution.IsolationLevel.FULL;
      case UNRECOGNIZED -> Execution.IsolationLevel.UNKNOWN;
    };
  }
}
