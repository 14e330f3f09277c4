// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.pluginexecutor.server.config.InvocationConfig;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.plugin.PluginCatalog;
import org.pluginexecutor.server.plugin.StoredPlugin;
import org.pluginexecutor.server.runtime.PythonRuntime;
import org.pluginexecutor.server.runtime.Runtimes;
import org.pluginexecutor.server.shim.ShimCall;
import org.pluginexecutor.server.shim.ShimReply;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.worker.Worker;
import org.pluginexecutor.server.worker.WorkerReport;
import org.pluginexecutor.server.worker.WorkerReport.End;
import org.pluginexecutor.server.worker.WorkerStarter;

/** Runs an invocation in a worker. Thread-safe. */
public final class WorkerInvoker implements Invoker {
  /** Part of the remaining time that is kept for bringing the outcome to the caller. */
  private static final int RESERVE_DIVISOR = 10;

  private static final Duration MAX_RESERVE = Duration.ofMillis(200);

  private final PluginCatalog catalog;
  private final Runtimes runtimes;
  private final WorkerStarter workers;
  private final InvocationConfig config;
  private final InstantSource clock;
  private final LongSupplier nanoTicker;

  public WorkerInvoker(
      PluginCatalog catalog,
      Runtimes runtimes,
      WorkerStarter workers,
      InvocationConfig config,
      InstantSource clock,
      LongSupplier nanoTicker) {
    this.catalog = catalog;
    this.runtimes = runtimes;
    this.workers = workers;
    this.config = config;
    this.clock = clock;
    this.nanoTicker = nanoTicker;
  }

  @Override
  public InvocationResult invoke(Invocation invocation, InvocationContext context) {
    var target = resolve(invocation.target());
    try (var lease = catalog.lease(target.plugin())) {
      var plugin = lease.plugin();
      var hook = hook(plugin, invocation.hook());
      var runtime = runtime(plugin);
      var call =
          new ShimCall(
              hook.name(),
              plugin.tree(),
              target.configuration(),
              Arguments.forHook(hook, invocation),
              config.resultLimitBytes());
      return run(new Prepared(invocation, hook, plugin, runtime, call), context);
    }
  }

  /** An invocation of which everything is known that can be known without a worker. */
  private record Prepared(
      Invocation invocation,
      Hook hook,
      StoredPlugin plugin,
      PythonRuntime runtime,
      ShimCall call) {}

  private InvocationResult run(Prepared prepared, InvocationContext context) {
    long slotNanos = nanoTicker.getAsLong();
    var startLimit = shorter(config.startTimeout(), remaining(context));
    try (var worker = workers.start(prepared.runtime(), prepared.plugin().tree(), startLimit)) {
      long startedNanos = nanoTicker.getAsLong();
      var limit = timeLimit(prepared.invocation(), context);
      var log = new LogCapture(prepared.invocation().sessionId(), clock, context.onLogLine());
      if (context.cancellation().isCancelled()) {
        throw new ExecutorException(new ExecutorError.Cancelled(false));
      }
      context.cancellation().onCancel(worker::cancel);
      var report = worker.call(prepared.call(), limit, log);
      var cost =
          new InvocationResult.Cost(
              Duration.ofNanos(slotNanos - context.arrivalNanos()),
              Duration.ofNanos(startedNanos - slotNanos),
              Duration.ofNanos(nanoTicker.getAsLong() - startedNanos),
              report.cpuTime(),
              report.peakMemoryBytes());
      return result(prepared, worker, report, cost, log);
    }
  }

  private InvocationResult result(
      Prepared prepared,
      Worker worker,
      WorkerReport report,
      InvocationResult.Cost cost,
      LogCapture log) {
    var invocation = prepared.invocation();
    var outcome = outcome(prepared.hook(), report.end(), log);
    remarkOnDropped(report, log);
    return new InvocationResult(
        invocation.id(),
        outcome,
        nextCookie(outcome, "cookie", invocation.cookie()),
        nextCookie(outcome, "session_cookie", invocation.sessionCookie()),
        log.lines(),
        report.stdout(),
        report.stderr(),
        cost,
        new InvocationResult.Execution(
            prepared.plugin(), prepared.runtime(), worker.startKind(), worker.isolationLevel()));
  }

  private static Outcome outcome(Hook hook, End end, LogCapture log) {
    return switch (end) {
      case End.Replied(ShimReply.Returned(var result, var hookFound)) -> {
        if (!hookFound) {
          log.remark(
              "the plugin has no method " + hook.name() + "; treated as if it had returned None");
        }
        yield ResultCheck.check(hook, result);
      }
      case End.Replied(ShimReply.Raised(var type, var message, var traceback)) ->
          new Outcome.Raised(type, message, traceback);
      case End.Replied(ShimReply.BadResult(var path, var message)) ->
          new Outcome.BadResult(path, message);
      case End.Replied(ShimReply.LoadFailed(var step, var type, var message, var traceback)) ->
          new Outcome.LoadFailed(step, type, message, traceback);
      case End.TimedOut(var limit) -> new Outcome.TimedOut(limit);
      case End.Cancelled() -> throw new ExecutorException(new ExecutorError.Cancelled(true));
      case End.Exited(var exitCode) -> new Outcome.Exited(exitCode);
      case End.Signalled(var signal) -> new Outcome.Killed(signal);
      // Only the worker's own process can write there, so this is the plugin's doing, or a fault of
      // the shim.
      case End.ProtocolBroken(var why) ->
          new Outcome.BadResult("result", "the worker's answer is not one of the shim: " + why);
    };
  }

  private static void remarkOnDropped(WorkerReport report, LogCapture log) {
    long dropped = report.stdout().droppedBytes() + report.stderr().droppedBytes();
    if (dropped > 0) {
      log.remark(dropped + " bytes of output were beyond the limit and dropped");
    }
  }

  /** The returned cookie, or the former one when none was returned (contract C6 to C8, Q24). */
  private static PluginValue.Dict nextCookie(Outcome outcome, String key, PluginValue.Dict former) {
    return outcome instanceof Outcome.Returned(PluginValue.Dict result, _)
            && result.get(key) instanceof PluginValue.Dict returned
        ? returned
        : former;
  }

  private Target.Configured resolve(Target target) {
    return switch (target) {
      case Target.Instance(var name) -> {
        var instance = catalog.getInstance(name);
        yield new Target.Configured(instance.plugin(), instance.configuration());
      }
      case Target.Configured configured -> configured;
    };
  }

  private static Hook hook(StoredPlugin plugin, String name) {
    var manifest = plugin.manifest();
    if (!manifest.type().isExecutable()) {
      throw new ExecutorException(
          new ExecutorError.PluginTypeNotExecutable(manifest.id(), manifest.type().manifestName()));
    }
    var hooks = Hook.ALL.stream().filter(h -> h.pluginType() == manifest.type()).toList();
    return hooks.stream()
        .filter(hook -> hook.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new ExecutorException(
                new ExecutorError.UnknownHook(
                    name,
                    manifest.type().manifestName(),
                    hooks.stream().map(Hook::name).toList())));
  }

  private PythonRuntime runtime(StoredPlugin plugin) {
    return runtimes
        .forPython2(plugin.python2())
        .orElseThrow(() ->
            new ExecutorException(
                new ExecutorError.RuntimeNotAvailable(
                    plugin.manifest().id(),
                    plugin.python2() ? "Python 2" : "Python 3",
                    "name one with serve --runtime NAME=EXECUTABLE, or give the MANIFEST an"
                        + " entry_point if the plugin is written for Python 3")));
  }

  /** The shortest of what the caller wants, the server allows and the caller waits for. */
  private Duration timeLimit(Invocation invocation, InvocationContext context) {
    var wanted =
        shorter(invocation.timeLimit().orElse(config.defaultTimeLimit()), config.maxTimeLimit());
    if (context.deadlineNanos().isEmpty()) {
      return wanted;
    }
    var remaining = remaining(context);
    // A typed outcome that arrives beats a deadline that passes: end a little before it.
    var reserve = shorter(MAX_RESERVE, remaining.dividedBy(RESERVE_DIVISOR));
    return shorter(wanted, remaining.minus(reserve));
  }

  private Duration remaining(InvocationContext context) {
    if (context.deadlineNanos().isEmpty()) {
      return config.maxTimeLimit();
    }
    long nanos = context.deadlineNanos().getAsLong() - nanoTicker.getAsLong();
    if (nanos <= 0) {
      throw new ExecutorException(new ExecutorError.DeadlineBeforeStart());
    }
    return Duration.ofNanos(nanos);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
