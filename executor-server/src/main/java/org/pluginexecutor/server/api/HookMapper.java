// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.pluginexecutor.server.contract.Argument;
import org.pluginexecutor.server.contract.Contract;
import org.pluginexecutor.server.invocation.Invocation;
import org.pluginexecutor.server.invocation.InvocationResult;
import org.pluginexecutor.server.invocation.Outcome;
import org.pluginexecutor.server.invocation.Target;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.value.ValueJson;
import org.pluginexecutor.v1.BadResult;
import org.pluginexecutor.v1.InvokeHookRequest;
import org.pluginexecutor.v1.InvokeHookResponse;
import org.pluginexecutor.v1.Raised;
import org.pluginexecutor.v1.Returned;
import org.pluginexecutor.v1.Verdict;

/** Maps invocations and what became of them between the API and the server. Stateless. */
final class HookMapper {
  private static final Pattern HOOK = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");
  private static final Pattern SESSION_ID = Pattern.compile("[\\x21-\\x7e]{1,128}");
  private static final int MAX_ARGUMENTS_BYTES = 4 << 20;
  private static final List<String> OWN_FIELDS =
      Contract.OF_EVERY_HOOK.stream().map(Argument::name).toList();

  private HookMapper() {}

  /** Whose part of the slots a request would take; not checked yet. */
  static String share(InvokeHookRequest request) {
    return request.hasPlugin()
        ? Target.shareOfPlugin(request.getPlugin().getPlugin().getName())
        : Target.shareOfInstance(request.getInstance());
  }

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
    var timeLimit =
        WorkerMapper.timeLimit(request.hasTimeLimit(), request.getTimeLimit(), violations);
    var identified = RequestIds.identified(request, violations);
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
        timeLimit,
        request.getExplain(),
        identified);
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
      case PLUGIN -> WorkerMapper.target(request.getPlugin(), violations);
      case TARGET_NOT_SET -> {
        violations.add("target", "missing (expected: instance or plugin)");
        yield new Target.Instance("");
      }
    };
  }

  static InvokeHookResponse toProto(
      InvocationResult result, Duration serverTime, boolean withLogLines) {
    var response =
        InvokeHookResponse.newBuilder()
            .setCookie(ValueMapper.toProto(result.cookie()))
            .setSessionCookie(ValueMapper.toProto(result.sessionCookie()))
            .setOutput(WorkerMapper.output(result.stdout(), result.stderr()))
            .setCost(WorkerMapper.cost(result.cost(), serverTime))
            .setExecution(WorkerMapper.execution(result.execution()))
            .setInvocationId(result.invocationId());
    if (withLogLines) {
      result.logLines().forEach(line -> response.addLogLines(WorkerMapper.toProto(line)));
    }
    result.walls().forEach(wall -> response.addReachedWalls(WorkerMapper.toProto(wall)));
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
      case Outcome.LoadFailed failed -> response.setLoadFailed(WorkerMapper.toProto(failed));
      case Outcome.TimedOut timedOut -> response.setTimedOut(WorkerMapper.toProto(timedOut));
      case Outcome.Killed killed -> response.setKilled(WorkerMapper.toProto(killed));
      case Outcome.Exited exited -> response.setExited(WorkerMapper.toProto(exited));
    }
  }

  private static Verdict toProto(Outcome.Verdict verdict) {
    return switch (verdict) {
      case ACCEPT -> Verdict.VERDICT_ACCEPT;
      case DENY -> Verdict.VERDICT_DENY;
      case NEEDINFO -> Verdict.VERDICT_NEEDINFO;
      case NONE -> Verdict.VERDICT_NONE;
    };
  }
}
