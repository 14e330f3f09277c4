// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.cgroup.ZygoteCgroup;
import org.pluginexecutor.server.cgroup.ZygoteCgroup.MemoryKill;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.OutputLimits;
import org.pluginexecutor.server.config.StartKind;
import org.pluginexecutor.server.config.WorkerLimits;
import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.server.shim.LearningRequest;
import org.pluginexecutor.server.shim.ShimEnded;
import org.pluginexecutor.server.shim.ShimRequest;
import org.pluginexecutor.server.telemetry.LogContext;
import org.pluginexecutor.server.worker.WorkerCall.EndReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker behind kernel walls, forked by a zygote. The zygote kills it when it is told to; should
 * it fail to, it is killed itself, with everything that it forked.
 */
final class SandboxedWorker implements Worker {
  private static final Logger log = LoggerFactory.getLogger(SandboxedWorker.class);

  /** How long a worker that has answered may take to be gone by itself. */
  private static final Duration EXIT_TIME_LIMIT = Duration.ofSeconds(1);

  private static final Duration END_TIME_LIMIT = Duration.ofSeconds(5);

  private final ZygoteProcess zygote;
  private final ZygoteSocket.Forked forked;
  private final Properties properties;
  private final ScheduledExecutorService timer;
  private final boolean isLearning;
  private final Resource onClose;
  private final WorkerCall call;
  private final long memoryKillsBefore;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** What happens next if the worker does not end. */
  private volatile Future<?> next = CompletableFuture.completedFuture(null);

  /**
   * What all workers of a starter have in common. Immutable.
   *
   * @param limits what the zygote holds them to
   */
  record Properties(
      StartKind startKind,
      IsolationLevel isolationLevel,
      WorkerLimits limits,
      OutputLimits outputLimits) {}

  /**
   * Takes charge of a worker that was forked.
   *
   * @param onModules is to be told what the plugin has to import
   * @param onClose closed when the worker is dead
   */
  SandboxedWorker(
      ZygoteProcess zygote,
      ZygoteSocket.Forked forked,
      Properties properties,
      ScheduledExecutorService timer,
      Optional<Consumer<List<String>>> onModules,
      Resource onClose) {
    this.zygote = zygote;
    this.forked = forked;
    this.properties = properties;
    this.timer = timer;
    this.isLearning = onModules.isPresent();
    this.onClose = onClose;
    this.memoryKillsBefore = zygote.cgroup().map(ZygoteCgroup::killsSeen).orElse(0L);
    this.call =
        new WorkerCall(
            forked.channels(),
            forked.wallsTime(),
            properties.outputLimits(),
            timer,
            new ForkedTree(),
            onModules.orElse(_ -> {}));
  }

  @Override
  public StartKind startKind() {
    return properties.startKind();
  }

  @Override
  public IsolationLevel isolationLevel() {
    return properties.isolationLevel();
  }

  /** Whether it still waits for its request. */
  boolean isWaiting() {
    return !forked.ended().isDone() && zygote.isAlive();
  }

  @Override
  public WorkerReport call(ShimRequest request, Duration timeLimit, OutputListener output) {
    var asked = isLearning ? new LearningRequest(request) : request;
    var report = call.run(asked, timeLimit, output);
    return ReachedLimits.of(report, properties.limits(), this::memoryKill)
        .map(report::withWall)
        .orElse(report);
  }

  private Optional<MemoryKill> memoryKill() {
    return zygote.cgroup().flatMap(group -> group.killedSince(memoryKillsBefore));
  }

  @Override
  public void cancel() {
    call.end(EndReason.CANCELLED);
  }

  /** The processes that the zygote watches. */
  private final class ForkedTree implements WorkerCall.Tree {

    @Override
    public void end(EndReason reason) {
      if (forked.ended().isDone()) {
        return;
      }
      switch (reason) {
        case REPLIED -> next = after(EXIT_TIME_LIMIT, this::kill);
        case PROTOCOL_BROKEN, TIMED_OUT, CANCELLED -> kill();
      }
    }

    private void kill() {
      zygote.kill(forked.id());
      next = after(END_TIME_LIMIT, this::endByForce);
    }

    private void endByForce() {
      if (forked.ended().isDone()) {
        return;
      }
      log.warn("a zygote does not end its worker; killing it");
      zygote.destroy();
    }

    @Override
    public @Nullable ShimEnded awaitEnd() {
      try {
        return forked.ended().join();
      } catch (CompletionException e) {
        log.warn("a zygote ended before its worker did: {}", e.getMessage());
        return null;
      }
    }
  }

  private Future<?> after(Duration time, Runnable action) {
    return timer.schedule(LogContext.carried(action), time.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    // A worker that was called is dead by now; one that was not still waits for its call.
    call.end(EndReason.CANCELLED);
    var _ = Optional.ofNullable(forked.ended().handle((how, _) -> how).join());
    next.cancel(false);
    forked.channels().close();
    onClose.close();
  }
}
