// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.util.Optional;
import org.pluginexecutor.server.config.InvocationConfig;
import org.pluginexecutor.server.contract.Hook;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.plugin.PluginType;
import org.pluginexecutor.server.shim.ExplainedRequest;
import org.pluginexecutor.server.shim.ShimCall;
import org.pluginexecutor.server.shim.ShimCall.ResultForm;
import org.pluginexecutor.server.shim.ShimReply;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.worker.WorkerReport.End;

/** Runs an invocation in a worker. Thread-safe. */
public final class WorkerInvoker implements Invoker {
  private final WorkerCaller workers;
  private final InvocationConfig config;

  public WorkerInvoker(WorkerCaller workers, InvocationConfig config) {
    this.workers = workers;
    this.config = config;
  }

  @Override
  public InvocationResult invoke(Invocation invocation, InvocationContext context) {
    try (var leased = workers.lease(invocation.target());
        var log = workers.capture(leased, invocation.sessionId(), context)) {
      log.keepSecret(invocation.arguments());
      log.keepSecret(invocation.cookie());
      log.keepSecret(invocation.sessionCookie());
      var hook = hook(leased.type(), invocation.hook());
      var call =
          new ShimCall(
              hook.name(),
              leased.plugin().tree(),
              leased.configuration(),
              Arguments.forHook(hook, invocation),
              resultForm(hook),
              config.resultLimitBytes(),
              leased.room().bytes());
      var request = invocation.explained() ? new ExplainedRequest(call) : call;
      var ended = workers.call(leased, request, log, invocation.timeLimit(), context);
      return result(invocation, outcome(hook, ended.end(), log), ended, log);
    }
  }

  private static Hook hook(PluginType type, String name) {
    return type.contract().stream()
        .filter(hook -> hook.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new ExecutorException(
                new ExecutorError.UnknownHook(name, type.manifestName(), type.hooks())));
  }

  private static ResultForm resultForm(Hook hook) {
    if (hook.isResultIgnored()) {
      return ResultForm.IGNORED;
    }
    return switch (hook.bareList()) {
      case REFUSED -> ResultForm.DICT;
      // The shim cannot refuse lists that are not empty; the check of the result does.
      case EMPTY, ALLOWED -> ResultForm.DICT_OR_LIST;
    };
  }

  private static InvocationResult result(
      Invocation invocation, Outcome outcome, WorkerCaller.Ended ended, LogCapture log) {
    if (isUnspokenRefusal(outcome)) {
      log.remark(invocation.hook() + " gave no verdict of its own; treated as DENY");
    }
    return new InvocationResult(
        invocation.id(),
        outcome,
        logLabel(outcome, log),
        nextCookie(outcome, "cookie", invocation.cookie()),
        nextCookie(outcome, "session_cookie", invocation.sessionCookie()),
        log.lines(),
        ended.stdout(),
        ended.stderr(),
        ended.cost(),
        ended.execution(),
        ended.walls());
  }

  /** Only these have words of the plugin in them, and looking for secrets is not for nothing. */
  private static String logLabel(Outcome outcome, LogCapture log) {
    return switch (outcome) {
      case Outcome.Raised _, Outcome.BadResult _ -> log.withoutSecrets(outcome.label());
      case Outcome.Returned _,
          Outcome.LoadFailed _,
          Outcome.TimedOut _,
          Outcome.Killed _,
          Outcome.Exited _ ->
          outcome.label();
    };
  }

  /** Whether it is by the contract that the outcome refuses, not by the plugin (contract Q26). */
  private static boolean isUnspokenRefusal(Outcome outcome) {
    return outcome instanceof Outcome.Returned(var result, var verdict)
        && verdict.equals(Optional.of(Outcome.Verdict.DENY))
        && !(result instanceof PluginValue.Dict dict
            && new PluginValue.Text("DENY").equals(dict.get("verdict")));
  }

  private static Outcome outcome(Hook hook, End end, LogCapture log) {
    return switch (end) {
      case End.Replied(ShimReply.Returned(var result, var hookFound)) -> {
        if (!hookFound) {
          log.remark(
              "the plugin has no method " + hook.name() + "; treated as if it had returned None");
        }
        var checked = ResultCheck.check(hook, result);
        checked.remarks().forEach(log::remark);
        yield checked.outcome();
      }
      case End.Replied(ShimReply.Raised(var type, var message, var traceback)) ->
          new Outcome.Raised(type, message, traceback);
      case End.Replied(ShimReply.BadResult(var path, var message)) ->
          new Outcome.BadResult(path, message);
      case End.Replied(ShimReply.LoadFailed failed) -> EarlyEnds.of(failed);
      case End.Replied(ShimReply.Constructed _) -> nonsense("a plugin of which no hook was called");
      case End.ProtocolBroken(var why) -> nonsense(why);
      case End.Unanswered early -> EarlyEnds.of(early);
    };
  }

  private static Outcome nonsense(String why) {
    return new Outcome.BadResult("result", EarlyEnds.nonsense(why));
  }

  /** The returned cookie, or the former one when none was returned (contract C6 to C8, Q24). */
  private static PluginValue.Dict nextCookie(Outcome outcome, String key, PluginValue.Dict former) {
    return outcome instanceof Outcome.Returned(PluginValue.Dict result, _)
            && result.get(key) instanceof PluginValue.Dict returned
        ? returned
        : former;
  }
}
