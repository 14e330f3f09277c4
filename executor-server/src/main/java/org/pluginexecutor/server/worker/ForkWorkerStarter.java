// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.OutputLimits;
import org.pluginexecutor.server.config.StartKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts workers by having zygotes fork them, ahead of their calls where there were calls of late.
 * Whatever becomes of a zygote, its calls get a worker: a fresh interpreter, at worst. Thread-safe.
 */
final class ForkWorkerStarter implements WorkerStarter {
  private static final Logger log = LoggerFactory.getLogger(ForkWorkerStarter.class);
  private static final Duration TIDY_INTERVAL = Duration.ofSeconds(10);

  /** How long a zygote that lives may take to fork. */
  private static final Duration FORK_LIMIT = Duration.ofSeconds(5);

  private final ZygotePool pool;
  private final OneShotWorkerStarter oneShot;
  private final ScheduledExecutorService timer;
  private final LongSupplier nanoTicker;
  private final SandboxedWorker.Properties properties;
  private final ScheduledFuture<?> tidying;

  private ForkWorkerStarter(
      ZygotePool pool,
      OneShotWorkerStarter oneShot,
      ScheduledExecutorService timer,
      LongSupplier nanoTicker,
      SandboxedWorker.Properties properties) {
    this.pool = pool;
    this.oneShot = oneShot;
    this.timer = timer;
    this.nanoTicker = nanoTicker;
    this.properties = properties;
    this.tidying =
        timer.scheduleWithFixedDelay(
            () -> Thread.ofVirtual().name("zygote-tidy").start(pool::tidy),
            TIDY_INTERVAL.toMillis(),
            TIDY_INTERVAL.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /**
   * Makes a starter without zygotes.
   *
   * @param startLimit how long a zygote may take to listen
   */
  static ForkWorkerStarter open(
      ZygoteLauncher launcher,
      OutputLimits outputLimits,
      Duration startLimit,
      ScheduledExecutorService timer,
      LongSupplier nanoTicker) {
    return new ForkWorkerStarter(
        new ZygotePool(launcher, startLimit, nanoTicker),
        new OneShotWorkerStarter(launcher, outputLimits, timer, nanoTicker),
        timer,
        nanoTicker,
        new SandboxedWorker.Properties(
            StartKind.FORK, launcher.level(), launcher.config().limits(), outputLimits));
  }

  @Override
  public Worker start(WorkerSetup setup, Duration timeLimit) {
    long endNanos = nanoTicker.getAsLong() + timeLimit.toNanos();
    try {
      // Half of the time is for the fresh interpreter, should it come to that.
      var worker = warm(setup, timeLimit.dividedBy(2));
      if (worker.isPresent()) {
        return worker.get();
      }
    } catch (IOException e) {
      log.warn("the directories of a worker cannot be looked at", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StartFailures.failed("was interrupted", e);
    }
    return oneShot.start(setup, Duration.ofNanos(Math.max(1, endNanos - nanoTicker.getAsLong())));
  }

  private Optional<SandboxedWorker> warm(WorkerSetup setup, Duration timeLimit)
      throws IOException, InterruptedException {
    long endNanos = nanoTicker.getAsLong() + timeLimit.toNanos();
    var key = ZygoteKey.of(setup);
    var waiting = pool.takeWaiting(key);
    if (waiting.isPresent()) {
      // At once, not when this call is over: calls that follow each other closely find one, too.
      fill(waiting.get().zygote());
      return Optional.of(waiting.get().worker());
    }
    var zygote = pool.takeCell(key);
    if (zygote.isEmpty()) {
      return Optional.empty();
    }
    try {
      var socket = ZygotePool.awaitUp(zygote.get(), timeLimit);
      long left = Math.max(1, endNanos - nanoTicker.getAsLong());
      var limit = Duration.ofNanos(Math.min(left, FORK_LIMIT.toNanos()));
      return Optional.of(worker(zygote.get(), socket, socket.fork(limit, timer)));
    } catch (TimeoutException _) {
      log.info("a zygote takes longer to start than a call can wait; it gets an interpreter");
    } catch (IOException e) {
      pool.failed(zygote.get(), e);
    } catch (InterruptedException e) {
      zygote.get().giveBackCell();
      throw e;
    }
    zygote.get().giveBackCell();
    return Optional.empty();
  }

  private SandboxedWorker worker(
      WarmZygote zygote, ZygoteSocket socket, ZygoteSocket.Forked forked) {
    return new SandboxedWorker(
        socket.process(),
        forked,
        properties,
        timer,
        pool.asksNext(zygote) ? Optional.of(names -> pool.learn(zygote, names)) : Optional.empty(),
        () -> {
          zygote.giveBackCell();
          fill(zygote);
        });
  }

  /** Has workers stand ready, one after the other, while there is little else to be done. */
  private void fill(WarmZygote zygote) {
    if (zygote.takeCellToFill(nanoTicker.getAsLong())) {
      Thread.ofVirtual()
          .name("worker-ahead")
          .start(() -> {
            var worker = forkedAhead(zygote);
            zygote.filled(worker);
            if (worker.isPresent()) {
              fill(zygote);
            }
          });
    }
  }

  private Optional<SandboxedWorker> forkedAhead(WarmZygote zygote) {
    try {
      var socket = ZygotePool.awaitUp(zygote, FORK_LIMIT);
      return Optional.of(worker(zygote, socket, socket.fork(FORK_LIMIT, timer).ahead()));
    } catch (IOException | TimeoutException e) {
      pool.failed(zygote, e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  @Override
  public StartKind startKind() {
    return StartKind.FORK;
  }

  @Override
  public IsolationLevel isolationLevel() {
    return properties.isolationLevel();
  }

  @Override
  public ZygoteCounts zygotes() {
    return pool.counts();
  }

  @Override
  public void close() {
    tidying.cancel(false);
    pool.close();
  }
}
