// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pluginexecutor.server.invocation.Invocation;
import org.pluginexecutor.server.invocation.InvocationResult;
import org.pluginexecutor.server.invocation.LogLine;
import org.pluginexecutor.server.invocation.Outcome;
import org.pluginexecutor.server.invocation.Target;
import org.pluginexecutor.server.shim.ShimReply;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.value.ValueJson;
import org.pluginexecutor.server.worker.Worker;
import org.pluginexecutor.v1.BadResult;
import org.pluginexecutor.v1.Cost;
import org.pluginexecutor.v1.Execution;
import org.pluginexecutor.v1.Exited;
import org.pluginexecutor.v1.InvokeHookRequest;
import org.pluginexecutor.v1.InvokeHookResponse;
import org.pluginexecutor.v1.IsolationLevel;
import org.pluginexecutor.v1.Killed;
import org.pluginexecutor.v1.LoadFailed;
import org.pluginexecutor.v1.LogStream;
import org.pluginexecutor.v1.OutputSummary;
import org.pluginexecutor.v1.Raised;
import org.pluginexecutor.v1.Returned;
import org.pluginexecutor.v1.StartKind;
import org.pluginexecutor.v1.TimedOut;
import org.pluginexecutor.v1.Verdict;

/** Maps invocations and what became of them between the API and the server. Stateless. */
final class HookMapper {
  private static final Pattern HOOK = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");
  private static final Pattern SESSION_ID = Pattern.compile("[\\x21-\\x7e]{1,128}");
  private static final int MAX_CONFIGURATION_BYTES = 1 << 20;
  private static final int MAX_ARGUMENTS_BYTES = 4 << 20;
  private static final List<String> OWN_FIELDS = List.of("session_id", "cookie", "session_cookie");
  private static final long MAX_TIME_LIMIT_SECONDS = 366L * 24 * 3600;

  private HookMapper() {}

  static Invocation fromProto(InvokeHookRequest request, String invocationId) {
    var violations = new Violations();
    var target = target(request, violations);
    violations.require(
        HOOK.matcher(request.getHook()).matches(),
        "hook",
        "not a hook's name (expected: for example authenticate)");
    violations.require(
        SESSION_ID.matcher(request.getSessionId()).matches(),
        "session_id",
        "not a session id (expected: 1 to 128 visible ASCII characters without blanks)");
    var arguments = ValueMapper.fromProto(request.getArgumentsMap(), "arguments", violations);
    for (var name : OWN_FIELDS) {
      violations.require(
          !arguments.fields().containsKey(name),
          "arguments." + name,
          "not an argument (expected: in the request's field " + name + ")");
    }
    var cookie = ValueMapper.fromProto(request.getCookie().getFieldsMap(), "cookie", violations);
    var sessionCookie =
        ValueMapper.fromProto(
            request.getSessionCookie().getFieldsMap(), "session_cookie", violations);
    var timeLimit = timeLimit(request, violations);
    violations.check();
    checkSize("arguments", arguments, violations);
    checkSize("cookie", cookie, violations);
    checkSize("session_cookie", sessionCookie, violations);
    violations.check();
    return new Invocation(
        invocationId,
        target,
        request.getHook(),
        request.getSessionId(),
        arguments,
        cookie,
        sessionCookie,
        timeLimit);
  }

  private static void checkSize(String field, PluginValue.Dict dict, Violations violations) {
    int size = ValueJson.write(dict).length;
    violations.require(
        size <= MAX_ARGUMENTS_BYTES,
        field,
        size + " B as JSON (expected: at most " + MAX_ARGUMENTS_BYTES + " B)");
  }

  private static Target target(InvokeHookRequest request, Violations violations) {
    return switch (request.getTargetCase()) {
      case INSTANCE ->
          new Target.Instance(
              PluginMapper.instanceName(request.getInstance(), "instance", violations));
      case PLUGIN -> {
        var configuration = request.getPlugin().getConfiguration();
        violations.require(
            configuration.getBytes(StandardCharsets.UTF_8).length <= MAX_CONFIGURATION_BYTES,
            "plugin.configuration",
            "too large (expected: at most " + MAX_CONFIGURATION_BYTES + " B)");
        yield new Target.Configured(
            PluginMapper.fromProto(request.getPlugin().getPlugin(), "plugin.plugin", violations),
            configuration);
      }
      case TARGET_NOT_SET -> {
        violations.add("target", "missing (expected: instance or plugin)");
        yield new Target.Instance("");
      }
    };
  }

  private static Optional<Duration> timeLimit(InvokeHookRequest request, Violations violations) {
    if (!request.hasTimeLimit()) {
      return Optional.empty();
    }
    var proto = request.getTimeLimit();
    // A limit of a year means "none", and fits into what the clock counts in.
    var limit =
        Duration.ofSeconds(
            Math.clamp(proto.getSeconds(), -1, MAX_TIME_LIMIT_SECONDS), proto.getNanos());
    violations.require(
        limit.isPositive(), "time_limit", "not above zero (expected: a positive duration)");
    return Optional.of(limit);
  }

  static InvokeHookResponse toProto(InvocationResult result, boolean withLogLines) {
    var response =
        InvokeHookResponse.newBuilder()
            .setCookie(ValueMapper.toProto(result.cookie()))
            .setSessionCookie(ValueMapper.toProto(result.sessionCookie()))
            .setOutput(output(result))
            .setCost(cost(result.cost()))
            .setExecution(execution(result.execution()))
            .setInvocationId(result.invocationId());
    if (withLogLines) {
      result.logLines().forEach(line -> response.addLogLines(toProto(line)));
    }
    setOutcome(response, result.outcome());
    return response.build();
  }

  private static void setOutcome(InvokeHookResponse.Builder response, Outcome outcome) {
    switch (outcome) {
      case Outcome.Returned(var value, var verdict) ->
          response.setReturned(
              Returned.newBuilder()
                  .setResult(ValueMapper.toProto(value))
                  .setVerdict(
                      verdict.map(HookMapper::toProto).orElse(Verdict.VERDICT_UNSPECIFIED)));
      case Outcome.Raised(var type, var message, var traceback) ->
          response.setRaised(
              Raised.newBuilder()
                  .setExceptionType(type)
                  .setMessage(message)
                  .setTraceback(traceback));
      case Outcome.BadResult(var path, var message) ->
          response.setBadResult(BadResult.newBuilder().setPath(path).setMessage(message));
      case Outcome.LoadFailed(var step, var type, var message, var traceback) ->
          response.setLoadFailed(
              LoadFailed.newBuilder()
                  .setStep(toProto(step))
                  .setExceptionType(type)
                  .setMessage(message)
                  .setTraceback(traceback));
      case Outcome.TimedOut(var limit) ->
          response.setTimedOut(TimedOut.newBuilder().setLimit(PluginMapper.toProto(limit)));
      case Outcome.Killed(var signal) ->
          response.setKilled(
              Killed.newBuilder().setSignal(signal).setSignalName(SignalNames.of(signal)));
      case Outcome.Exited(var exitCode) ->
          response.setExited(Exited.newBuilder().setExitCode(exitCode));
    }
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

  private static OutputSummary output(InvocationResult result) {
    return OutputSummary.newBuilder()
        .setStdoutBytes(result.stdout().bytes())
        .setStderrBytes(result.stderr().bytes())
        .setStdoutDroppedBytes(result.stdout().droppedBytes())
        .setStderrDroppedBytes(result.stderr().droppedBytes())
        .build();
  }

  private static Cost cost(InvocationResult.Cost cost) {
    return Cost.newBuilder()
        .setQueueTime(PluginMapper.toProto(cost.queueTime()))
        .setStartTime(PluginMapper.toProto(cost.startTime()))
        .setRunTime(PluginMapper.toProto(cost.runTime()))
        .setCpuTime(PluginMapper.toProto(cost.cpuTime()))
        .setPeakMemoryBytes(cost.peakMemoryBytes())
        .build();
  }

  private static Execution execution(InvocationResult.Execution execution) {
    return Execution.newBuilder()
        .setPlugin(execution.plugin().manifest().id())
        .setDigest(execution.plugin().digest())
        .setRuntime(execution.runtime().name())
        .setRuntimeVersion(execution.runtime().version())
        .setStartKind(toProto(execution.startKind()))
        .setIsolationLevel(toProto(execution.isolationLevel()))
        .build();
  }

  private static StartKind toProto(Worker.StartKind kind) {
    return switch (kind) {
      case EXEC -> StartKind.START_KIND_EXEC;
    };
  }

  private static IsolationLevel toProto(Worker.IsolationLevel level) {
    return switch (level) {
      case NONE -> IsolationLevel.ISOLATION_LEVEL_NONE;
    };
  }

  private static Verdict toProto(Outcome.Verdict verdict) {
    return switch (verdict) {
      case ACCEPT -> Verdict.VERDICT_ACCEPT;
      case DENY -> Verdict.VERDICT_DENY;
      case NEEDINFO -> Verdict.VERDICT_NEEDINFO;
      case NONE -> Verdict.VERDICT_NONE;
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
