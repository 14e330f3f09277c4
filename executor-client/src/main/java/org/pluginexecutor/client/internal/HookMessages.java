// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.client.VerdictKind;
import org.pluginexecutor.v1.InvokeHookRequest;
import org.pluginexecutor.v1.InvokeHookResponse;
import org.pluginexecutor.v1.Returned;
import org.pluginexecutor.v1.Verdict;

/** Calls and responses between messages and records. */
final class HookMessages {
  private HookMessages() {}

  static InvokeHookRequest request(HookCall call, Optional<Duration> timeLimit, String requestId) {
    var request =
        InvokeHookRequest.newBuilder()
            .setHook(call.hook())
            .setSessionId(call.sessionId())
            .setExplain(call.explained())
            .setRequestId(requestId)
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

  static HookResponse response(InvokeHookResponse response, ClientClock clock)
      throws MalformedValueException {
    var outcome = outcome(response);
    var cookie = ValueCodec.decodeDict("cookie", response.getCookie());
    var sessionCookie = ValueCodec.decodeDict("session_cookie", response.getSessionCookie());
    var logLines = response.getLogLinesList().stream().map(WorkerMessages::logLine).toList();
    return new HookResponse(
        outcome,
        cookie,
        sessionCookie,
        logLines,
        WorkerMessages.output(response.getOutput()),
        // Last of what takes time.
        WorkerMessages.cost(response.getCost(), clock.clientTime()),
        WorkerMessages.execution(response.getExecution()),
        response.getInvocationId(),
        response.getReachedWallsList().stream().map(WorkerMessages::reachedWall).toList());
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
      case LOAD_FAILED -> WorkerMessages.loadFailed(response.getLoadFailed());
      case TIMED_OUT -> WorkerMessages.timedOut(response.getTimedOut());
      case KILLED -> WorkerMessages.killed(response.getKilled());
      case EXITED -> WorkerMessages.exited(response.getExited());
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
}
