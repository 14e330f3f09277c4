// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.pluginexecutor.server.invocation.InvocationResult;
import org.pluginexecutor.server.invocation.LogLine;
import org.pluginexecutor.server.invocation.Outcome;
import org.pluginexecutor.server.invocation.Target;
import org.pluginexecutor.server.shim.ShimReply;
import org.pluginexecutor.server.worker.WorkerReport;
import org.pluginexecutor.server.worker.WorkerReport.OutputCount;
import org.pluginexecutor.v1.Cost;
import org.pluginexecutor.v1.Execution;
import org.pluginexecutor.v1.Exited;
import org.pluginexecutor.v1.IsolationLevel;
import org.pluginexecutor.v1.Killed;
import org.pluginexecutor.v1.LoadFailed;
import org.pluginexecutor.v1.LogStream;
import org.pluginexecutor.v1.OutputSummary;
import org.pluginexecutor.v1.PluginTarget;
import org.pluginexecutor.v1.ReachedWall;
import org.pluginexecutor.v1.StartKind;
import org.pluginexecutor.v1.TimedOut;
import org.pluginexecutor.v1.Timing;

/** Maps what every call that runs a worker has in common. Stateless. */
final class WorkerMapper {
  private static final int MAX_CONFIGURATION_BYTES = 1 << 20;
  private static final long MAX_TIME_LIMIT_SECONDS = 366L * 24 * 3600;

  private WorkerMapper() {}

  /** A plugin with a configuration that comes with the request's field {@code plugin}. */
  static Target.Configured target(PluginTarget target, Violations violations) {
    var configuration = target.getConfiguration();
    violations.require(
        configuration.getBytes(StandardCharsets.UTF_8).length <= MAX_CONFIGURATION_BYTES,
        "plugin.configuration",
        "too large (expected: at most " + MAX_CONFIGURATION_BYTES + " B)");
    return new Target.Configured(
        PluginMapper.fromProto(target.getPlugin(), "plugin.plugin", violations), configuration);
  }

  /** A time limit of a request; absent, when the request has none. */
  static Optional<Duration> timeLimit(
      boolean given, com.google.protobuf.Duration proto, Violations violations) {
    if (!given) {
      return Optional.empty();
    }
    var limit = duration(proto);
    violations.require(
        limit.isPositive(), "time_limit", "not above zero (expected: a positive duration)");
    return Optional.of(limit);
  }

  /** As {@link #timeLimit}, but zero is one too. */
  static Optional<Duration> timeLimitOrZero(
      boolean given, com.google.protobuf.Duration proto, Violations violations) {
    if (!given) {
      return Optional.empty();
    }
    var limit = duration(proto);
    violations.require(
        !limit.isNegative(), "time_limit", "below zero (expected: a positive duration, or zero)");
    return Optional.of(limit);
  }

  /** A limit of a year means "none", and fits into what the clock counts in. */
  private static Duration duration(com.google.protobuf.Duration proto) {
    return Duration.ofSeconds(
        Math.clamp(proto.getSeconds(), -1, MAX_TIME_LIMIT_SECONDS), proto.getNanos());
  }

  static LoadFailed toProto(Outcome.LoadFailed failed) {
    return LoadFailed.newBuilder()
        .setStep(toProto(failed.step()))
        .setExceptionType(failed.exceptionType())
        .setMessage(failed.message())
        .setTraceback(failed.traceback())
        .build();
  }

  static TimedOut toProto(Outcome.TimedOut timedOut) {
    return TimedOut.newBuilder().setLimit(PluginMapper.toProto(timedOut.limit())).build();
  }

  static Killed toProto(Outcome.Killed killed) {
    return Killed.newBuilder()
        .setSignal(killed.signal())
        .setSignalName(SignalNames.of(killed.signal()))
        .build();
  }

  static Exited toProto(Outcome.Exited exited) {
    return Exited.newBuilder().setExitCode(exited.exitCode()).build();
  }

  static ReachedWall toProto(org.pluginexecutor.server.shim.ReachedWall wall) {
    return ReachedWall.newBuilder()
        .setKind(
            switch (wall.kind()) {
              case WALL_TIME -> ReachedWall.Kind.KIND_WALL_TIME;
              case CPU_TIME -> ReachedWall.Kind.KIND_CPU_TIME;
              case MEMORY -> ReachedWall.Kind.KIND_MEMORY;
              case PROCESSES -> ReachedWall.Kind.KIND_PROCESSES;
              case OPEN_FILES -> ReachedWall.Kind.KIND_OPEN_FILES;
              case FILE_SIZE -> ReachedWall.Kind.KIND_FILE_SIZE;
              case TMP_BYTES -> ReachedWall.Kind.KIND_TMP_BYTES;
              case TMP_FILES -> ReachedWall.Kind.KIND_TMP_FILES;
              case STDOUT -> ReachedWall.Kind.KIND_STDOUT;
              case STDERR -> ReachedWall.Kind.KIND_STDERR;
              case RESULT -> ReachedWall.Kind.KIND_RESULT;
              case PATH -> ReachedWall.Kind.KIND_PATH;
              case NETWORK -> ReachedWall.Kind.KIND_NETWORK;
              case SYSTEM_CALL -> ReachedWall.Kind.KIND_SYSTEM_CALL;
            })
        .setLimit(wall.limit())
        .setReached(wall.reached())
        .setWhere(wall.where())
        .setSubject(wall.subject())
        .setMessage(wall.message())
        .setCount(wall.count())
        .build();
  }

  static org.pluginexecutor.v1.LogLine toProto(LogLine line) {
    return org.pluginexecutor.v1.LogLine.newBuilder()
        .setStream(
            switch (line.source()) {
              case STDOUT -> LogStream.LOG_STREAM_STDOUT;
              case STDERR -> LogStream.LOG_STREAM_STDERR;
              case EXECUTOR -> LogStream.LOG_STREAM_EXECUTOR;
            })
        .setSequence(line.sequence())
        .setText(line.text())
        .setTime(PluginMapper.toProto(line.time()))
        .build();
  }

  static OutputSummary output(OutputCount stdout, OutputCount stderr) {
    return OutputSummary.newBuilder()
        .setStdoutBytes(stdout.bytes())
        .setStderrBytes(stderr.bytes())
        .setStdoutDroppedBytes(stdout.droppedBytes())
        .setStderrDroppedBytes(stderr.droppedBytes())
        .build();
  }

  /** With how long the server has worked on the request so far. */
  static Cost cost(InvocationResult.Cost cost, Duration serverTime) {
    return Cost.newBuilder()
        .setQueueTime(PluginMapper.toProto(cost.queueTime()))
        .setStartTime(PluginMapper.toProto(cost.startTime()))
        .setRunTime(PluginMapper.toProto(cost.runTime()))
        .setCpuTime(PluginMapper.toProto(cost.cpuTime()))
        .setPeakMemoryBytes(cost.peakMemoryBytes())
        .setTiming(timing(cost.timing(), serverTime))
        .build();
  }

  private static Timing timing(WorkerReport.Timing timing, Duration serverTime) {
    var steps = timing.steps();
    return Timing.newBuilder()
        .setWallsTime(PluginMapper.toProto(timing.walls()))
        .setLoadTime(PluginMapper.toProto(steps.load()))
        .setConstructTime(PluginMapper.toProto(steps.construct()))
        .setHookTime(PluginMapper.toProto(steps.hook()))
        .setReplyTime(PluginMapper.toProto(steps.reply()))
        .setEndTime(PluginMapper.toProto(timing.end()))
        .setServerTime(PluginMapper.toProto(serverTime))
        .build();
  }

  static Execution execution(InvocationResult.Execution execution) {
    return Execution.newBuilder()
        .setPlugin(execution.plugin().manifest().id())
        .setDigest(execution.plugin().digest())
        .setRuntime(execution.runtime().name())
        .setRuntimeVersion(execution.runtime().version())
        .setStartKind(toProto(execution.startKind()))
        .setIsolationLevel(toProto(execution.isolationLevel()))
        .build();
  }

  static StartKind toProto(org.pluginexecutor.server.config.StartKind kind) {
    return switch (kind) {
      case EXEC -> StartKind.START_KIND_EXEC;
      case FORK -> StartKind.START_KIND_FORK;
    };
  }

  static IsolationLevel toProto(org.pluginexecutor.server.config.IsolationLevel level) {
    return switch (level) {
      case NONE -> IsolationLevel.ISOLATION_LEVEL_NONE;
      case PORTABLE -> IsolationLevel.ISOLATION_LEVEL_PORTABLE;
      case FULL -> IsolationLevel.ISOLATION_LEVEL_FULL;
    };
  }

  private static LoadFailed.Step toProto(ShimReply.Step step) {
    return switch (step) {
      case IMPORT -> LoadFailed.Step.STEP_IMPORT;
      case FIND_CLASS -> LoadFailed.Step.STEP_FIND_CLASS;
      case CONSTRUCT -> LoadFailed.Step.STEP_CONSTRUCT;
    };
  }
}
