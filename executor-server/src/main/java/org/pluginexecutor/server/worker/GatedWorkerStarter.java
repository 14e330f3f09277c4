// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.StartKind;
import org.pluginexecutor.server.shim.ShimRequest;

/**
 * Lets only so many young calls run at once; the others begin when one has ended or come of age: it
 * waits for something outside then, and leaves the processors to others. Without this, all calls of
 * a full server take turns, and each takes as long as the slowest. Thread-safe.
 */
final class GatedWorkerStarter implements WorkerStarter {
  /**
   * From here on a call is not young any more: as long as it takes when all young calls share the
   * processors. With less, calls that only compute would make room for others, and all be late.
   */
  private static final Duration AGE = Duration.ofMillis(25);

  private final WorkerStarter delegate;
  private final Semaphore young;
  private final ScheduledExecutorService timer;

  /**
   * Wraps a starter, which it owns, and the timer with it.
   *
   * @param places how many young calls may run at once
   */
  GatedWorkerStarter(WorkerStarter delegate, int places, ScheduledExecutorService timer) {
    this.delegate = delegate;
    this.young = new Semaphore(places, true);
    this.timer = timer;
  }

  @Override
  public Worker start(WorkerSetup setup, Duration timeLimit) {
    var place = takePlace(timeLimit);
    try {
      return new GatedWorker(delegate.start(setup, timeLimit), place);
    } catch (RuntimeException e) {
      place.giveBack();
      throw e;
    }
  }

  private Place takePlace(Duration timeLimit) {
    try {
      if (young.tryAcquire(timeLimit.toNanos(), TimeUnit.NANOSECONDS)) {
        return new Place();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StartFailures.failed("was interrupted", e);
    }
    throw StartFailures.failed("had no turn", new TimeoutException());
  }

  /** A young call's right to run; given back once, at its end or when it has come of age. */
  private final class Place {
    private final AtomicBoolean isGivenBack = new AtomicBoolean();
    private final Future<?> age =
        timer.schedule(this::release, AGE.toNanos(), TimeUnit.NANOSECONDS);

    void giveBack() {
      age.cancel(false);
      release();
    }

    private void release() {
      if (isGivenBack.compareAndSet(false, true)) {
        young.release();
      }
    }
  }

  /** A worker whose call has a place. */
  private record GatedWorker(Worker delegate, Place place) implements Worker {

    @Override
    public StartKind startKind() {
      return delegate.startKind();
    }

    @Override
    public IsolationLevel isolationLevel() {
      return delegate.isolationLevel();
    }

    @Override
    public WorkerReport call(ShimRequest request, Duration timeLimit, OutputListener output) {
      try {
        return delegate.call(request, timeLimit, output);
      } finally {
        place.giveBack();
      }
    }

    @Override
    public void cancel() {
      delegate.cancel();
    }

    @Override
    public void close() {
      place.giveBack();
      delegate.close();
    }
  }

  @Override
  public StartKind startKind() {
    return delegate.startKind();
  }

  @Override
  public IsolationLevel isolationLevel() {
    return delegate.isolationLevel();
  }

  @Override
  public ZygoteCounts zygotes() {
    return delegate.zygotes();
  }

  @Override
  public void close() {
    delegate.close();
    timer.shutdownNow();
  }
}
