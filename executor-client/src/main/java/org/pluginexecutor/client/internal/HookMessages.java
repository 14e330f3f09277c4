// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.Cost;
import org.pluginexecutor.client.Execution;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.LogLine;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.OutputSummary;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.client.VerdictKind;
import org.pluginexecutor.v1.InvokeHookRequest;
import org.pluginexecutor.v1.InvokeHookResponse;
import org.pluginexecutor.v1.LoadFailed;
import org.pluginexecutor.v1.Returned;
import org.pluginexecutor.v1.Verdict;

/** Calls and responses between messages and records. */
final class HookMessages {
  private HookMessages() {}

  static InvokeHookRequest request(HookCall call, Optional<Duration> timeLimit) {
    var request =
        InvokeHookRequest.newBuilder()
            .setHook(call.hook())
            .setSessionId(call.sessionId())
            .setCookie(ValueCodec.encodeDict(call.cookie()))
            .setSessionCookie(ValueCodec.encodeDict(call.sessionCookie()));
    if (call.target() instanceof PluginTarget.Instance instance) {
      request.setInstance(instance.name());
    } else if (call.target() instanceof PluginTarget.Configured configured) {
      request
          .getPluginBuilder()
          .setPlugin(Protos.pluginRef(configured.plugin()))
          .setConfiguration(configured.configuration());
    }
    call.arguments().forEach((name, value) -> request.putArguments(name, ValueCodec.encode(value)));
    timeLimit.ifPresent(limit -> request.setTimeLimit(Protos.duration(limit)));
    return request.build();
  }

  static HookResponse response(InvokeHookResponse response) throws MalformedValueException {
    return new HookResponse(
        outcome(response),
        ValueCodec.decodeDict("cookie", response.getCookie()),
        ValueCodec.decodeDict("session_cookie", response.getSessionCookie()),
        response.getLogLinesList().stream().map(HookMessages::logLine).toList(),
        output(response.getOutput()),
        cost(response.getCost()),
        execution(response.getExecution()),
        response.getInvocationId());
  }

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

  private static Outcome outcome(InvokeHookResponse response) {
    return switch (response.getOutcomeCase()) {
      case RETURNED -> returned(response.getReturned());
      case RAISED ->
          new Outcome.Raised(
              response.getRaised().getExceptionType(),
              response.getRaised().getMessage(),
              response.getRaised().getTraceback());
      case BAD_RESULT ->
          new Outcome.BadResult(
              response.getBadResult().getPath(), response.getBadResult().getMessage());
      case LOAD_FAILED -> loadFailed(response.getLoadFailed());
      case TIMED_OUT -> new Outcome.TimedOut(Protos.duration(response.getTimedOut().getLimit()));
      case KILLED ->
          new Outcome.Killed(
              response.getKilled().getSignal(), response.getKilled().getSignalName());
      case EXITED -> new Outcome.Exited(response.getExited().getExitCode());
      case OUTCOME_NOT_SET -> new Outcome.Unrecognized();
    };
  }

  private static Outcome returned(Returned returned) {
    try {
      return new Outcome.Returned(result(returned), verdict(returned.getVerdict()));
    } catch (MalformedValueException e) {
      return new Outcome.BadResult(e.path(), e.problem());
    }
  }

  @SuppressWarnings("unchecked") // Decoded dicts have keys of text.
  private static @Nullable Map<String, @Nullable Object> result(Returned returned)
      throws MalformedValueException {
    Object value = ValueCodec.decode("result", returned.getResult());
    if (value == null || value instanceof Map<?, ?>) {
      return (Map<String, @Nullable Object>) value;
    }
    throw new MalformedValueException("result", "neither dict nor None (expected: dict or None)");
  }

  private static Optional<VerdictKind> verdict(Verdict verdict) {
    return switch (verdict) {
      case VERDICT_ACCEPT -> Optional.of(VerdictKind.ACCEPT);
      case VERDICT_DENY -> Optional.of(VerdictKind.DENY);
      case VERDICT_NEEDINFO -> Optional.of(VerdictKind.NEEDINFO);
      case VERDICT_NONE -> Optional.of(VerdictKind.NONE);
      case VERDICT_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }

  private static Outcome loadFailed(LoadFailed failed) {
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

  private static OutputSummary output(org.pluginexecutor.v1.OutputSummary output) {
    return new OutputSummary(
        output.getStdoutBytes(),
        output.getStderrBytes(),
        output.getStdoutDroppedBytes(),
        output.getStderrDroppedBytes());
  }

  private static Cost cost(org.pluginexecutor.v1.Cost cost) {
    return new Cost(
        Protos.duration(cost.getQueueTime()),
        Protos.duration(cost.getStartTime()),
        Protos.duration(cost.getRunTime()),
        Protos.duration(cost.getCpuTime()),
        cost.getPeakMemoryBytes());
  }

  private static Execution execution(org.pluginexecutor.v1.Execution execution) {
    return new Execution(
        execution.getPlugin(),
        execution.getDigest(),
        execution.getRuntime(),
        execution.getRuntimeVersion(),
        switch (execution.getStartKind()) {
          case START_KIND_UNSPECIFIED -> Execution.StartKind.UNSPECIFIED;
          case START_KIND_EXEC -> Execution.StartKind.EXEC;
          case UNRECOGNIZED -> Execution.StartKind.UNKNOWN;
        },
        switch (execution.getIsolationLevel()) {
          case ISOLATION_LEVEL_UNSPECIFIED -> Execution.IsolationLevel.UNSPECIFIED;
          case ISOLATION_LEVEL_NONE -> Execution.IsolationLevel.NONE;
          case UNRECOGNIZED -> Execution.IsolationLevel.UNKNOWN;
        });
  }
}
