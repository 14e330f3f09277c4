// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.pluginexecutor.server.config.InvocationConfig;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.runtime.PythonRuntime;
import org.pluginexecutor.server.runtime.Runtimes;
import org.pluginexecutor.server.scrub.CallSecrets;
import org.pluginexecutor.server.services.DeskClient;
import org.pluginexecutor.server.services.ServiceDesk;
import org.pluginexecutor.server.services.Services;
import org.pluginexecutor.server.shim.ProxylessRequest;
import org.pluginexecutor.server.shim.ReachedWall;
import org.pluginexecutor.server.shim.ShimAnswer;
import org.pluginexecutor.server.shim.ShimAsk;
import org.pluginexecutor.server.shim.ShimReply;
import org.pluginexecutor.server.shim.ShimRequest;
import org.pluginexecutor.server.shim.TracedRequest;
import org.pluginexecutor.server.telemetry.LogContext;
import org.pluginexecutor.server.telemetry.LogKey;
import org.pluginexecutor.server.worker.OutputListener;
import org.pluginexecutor.server.worker.UnreadRequestException;
import org.pluginexecutor.server.worker.WorkerReport;
import org.pluginexecutor.server.worker.WorkerReport.End;
import org.pluginexecutor.server.worker.WorkerReport.OutputCount;
import org.pluginexecutor.server.worker.WorkerSetup;
import org.pluginexecutor.server.worker.WorkerStarter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Brings a request to a worker of its own: finds the plugin and its Python, keeps the time limits,
 * captures the output and counts the cost. Thread-safe.
 */
public final class WorkerCaller {
  private static final Logger log = LoggerFactory.getLogger(WorkerCaller.class);

  /** Part of the remaining time that is kept for bringing the outcome to the caller. */
  private static final int RESERVE_DIVISOR = 10;

  private static final Duration MAX_RESERVE = Duration.ofMillis(200);

  private static final int MAX_ATTEMPTS = 3;
  private static final Duration RETRY_AFTER = Duration.ofMillis(200);

  private final TargetLookup targets;
  private final Runtimes runtimes;
  private final WorkerStarter workers;
  private final Services services;
  private final InvocationConfig config;
  private final InstantSource clock;
  private final LongSupplier nanoTicker;
  private final FailureTexts failureTexts;

  public WorkerCaller(
      TargetLookup targets,
      Runtimes runtimes,
      WorkerStarter workers,
      Services services,
      InvocationConfig config,
      InstantSource clock,
      LongSupplier nanoTicker) {
    this.targets = targets;
    this.runtimes = runtimes;
    this.workers = workers;
    this.services = services;
    this.config = config;
    this.clock = clock;
    this.nanoTicker = nanoTicker;
    this.failureTexts = new FailureTexts(config.hideTracebacks());
  }

  /**
   * What became of a worker. The parts are thread-safe.
   *
   * @param walls what it ran into
   */
  record Ended(
      End end,
      OutputCount stdout,
      OutputCount stderr,
      InvocationResult.Cost cost,
      InvocationResult.Execution execution,
      List<ReachedWall> walls) {}

  /** Looks a target up and takes it; see {@link TargetLookup#lease}. */
  LeasedPlugin lease(Target target) {
    var leased = targets.lease(target);
    MDC.put(LogKey.PLUGIN.key(), leased.plugin().manifest().id());
    return leased;
  }

  /**
   * Makes what takes the lines of a call. What keeps secrets out of the log knows those of the
   * configuration.
   *
   * @param id stands before each line
   */
  LogCapture capture(LeasedPlugin leased, String id, InvocationContext context) {
    var secrets =
        config.scrubLogs()
            ? Optional.of(new CallSecrets(leased.configuration()))
            : Optional.<CallSecrets>empty();
    return new LogCapture(id, clock, context.onLogLine(), secrets);
  }

  /**
   * Starts a worker, gives it the request and waits for the end of its process tree.
   *
   * @param captured takes the lines
   * @param timeLimit what the caller wants; absent: the instance's, then the server's
   * @throws ExecutorException if no code of the plugin ran
   */
  Ended call(
      LeasedPlugin leased,
      ShimRequest request,
      LogCapture captured,
      Optional<Duration> timeLimit,
      InvocationContext context) {
    var runtime = runtime(leased);
    leased.room().remarks().forEach(captured::remark);
    var call =
        new Call(
            leased,
            runtime,
            traced(proxyless(failureTexts.prepare(request)), context),
            timeLimit,
            context,
            captured);
    long slotNanos = nanoTicker.getAsLong();
    for (int attempt = 1; ; attempt++) {
      try {
        return once(call, slotNanos);
      } catch (UnreadRequestException e) {
        // Its zygote was killed, say, while it waited for this call.
        log.warn("{}; attempt {} of {}", e.getMessage(), attempt, MAX_ATTEMPTS, e.getCause());
        if (attempt == MAX_ATTEMPTS) {
          throw new ExecutorException(
              new ExecutorError.WorkerStartFailed(
                  "the worker ended before it was called", RETRY_AFTER),
              e);
        }
      }
    }
  }

  private ShimRequest proxyless(ShimRequest request) {
    return services.hasHttpsProxy() ? request : new ProxylessRequest(request);
  }

  private static ShimRequest traced(ShimRequest request, InvocationContext context) {
    var trace = context.trace().context();
    return trace == null ? request : new TracedRequest(request, trace);
  }

  /** What each attempt has in common. */
  private record Call(
      LeasedPlugin leased,
      PythonRuntime runtime,
      ShimRequest request,
      Optional<Duration> timeLimit,
      InvocationContext context,
      LogCapture captured) {

    WorkerSetup setup() {
      var state = leased.state();
      return new WorkerSetup(
          runtime, leased.plugin().tree(), state.persistent(), state.ephemeral());
    }
  }

  private Ended once(Call call, long slotNanos) {
    var context = call.context();
    var captured = call.captured();
    var startLimit = shorter(config.startTimeout(), remaining(context));
    try (var worker = workers.start(call.setup(), startLimit)) {
      long startedNanos = nanoTicker.getAsLong();
      var limit = timeLimit(call.timeLimit().or(call.leased().settings()::timeLimit), context);
      if (context.cancellation().isCancelled()) {
        throw new ExecutorException(new ExecutorError.Cancelled(false));
      }
      context.cancellation().onCancel(LogContext.carried(worker::cancel));
      var report = worker.call(call.request(), limit, listener(call));
      if (report.end() instanceof End.Replied(ShimReply.Returned(var result, _))) {
        captured.keepSecret(result);
      }
      remarkOnDropped(report, captured);
      report.remarks().forEach(captured::remark);
      var cost =
          new InvocationResult.Cost(
              Duration.ofNanos(slotNanos - context.arrivalNanos()),
              Duration.ofNanos(startedNanos - slotNanos),
              Duration.ofNanos(nanoTicker.getAsLong() - startedNanos),
              report.cpuTime(),
              report.peakMemoryBytes(),
              report.timing());
      var execution =
          new InvocationResult.Execution(
              call.leased().plugin(), call.runtime(), worker.startKind(), worker.isolationLevel());
      var end = failureTexts.disclose(report.end(), captured);
      var walls =
          ServerWalls.all(
              report,
              failureTexts.disclose(report.walls(), report.end(), captured),
              config.output());
      return new Ended(end, report.stdout(), report.stderr(), cost, execution, walls);
    }
  }

  private OutputListener listener(Call call) {
    var leased = call.leased();
    var manifest = leased.plugin().manifest();
    var desk =
        services.desk(
            new DeskClient(
                call.context().caller(),
                call.captured().id(),
                leased.target() instanceof Target.Instance,
                leased.target().share() + ", " + manifest.id(),
                manifest.name(),
                leased.plugin().digest(),
                leased.configuration(),
                call.captured()::keepSecret));
    return new AnsweringListener(call.captured(), desk);
  }

  /** Hands lines to one and questions to the other. Thread-safe as far as its parts are. */
  private record AnsweringListener(LogCapture captured, ServiceDesk desk)
      implements OutputListener {

    @Override
    public void onLine(Stream stream, String text) {
      captured.onLine(stream, text);
    }

    @Override
    public ShimAnswer onAsk(ShimAsk ask) {
      return desk.answer(ask);
    }
  }

  private static void remarkOnDropped(WorkerReport report, LogCapture log) {
    long dropped = report.stdout().droppedBytes() + report.stderr().droppedBytes();
    if (dropped > 0) {
      log.remark(dropped + " bytes of output were beyond the limit and dropped");
    }
  }

  private PythonRuntime runtime(LeasedPlugin leased) {
    var named = leased.settings().runtime();
    boolean python2 = leased.plugin().python2();
    var generation = python2 ? "Python 2" : "Python 3";
    var found =
        named.isPresent()
            ? runtimes.named(named.get()).filter(runtime -> runtime.isPython2() == python2)
            : runtimes.forPython2(python2);
    return found.orElseThrow(() ->
        new ExecutorException(
            new ExecutorError.RuntimeNotAvailable(
                leased.plugin().manifest().id(),
                named.map(name -> "the runtime " + name + " with " + generation).orElse(generation),
                named.isPresent()
                    ? "name it with serve --runtime NAME=EXECUTABLE, or give the instance another"
                        + " one with instance update --runtime NAME"
                    : "name one with serve --runtime NAME=EXECUTABLE, or give the MANIFEST an"
                        + " entry_point if the plugin is written for Python 3")));
  }

  /** The shortest of what the caller wants, the server allows and the caller waits for. */
  private Duration timeLimit(Optional<Duration> timeLimit, InvocationContext context) {
    var wanted = shorter(timeLimit.orElse(config.defaultTimeLimit()), config.maxTimeLimit());
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
