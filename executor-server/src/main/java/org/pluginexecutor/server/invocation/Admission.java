// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.pluginexecutor.server.config.InvocationConfig;
import org.pluginexecutor.server.error.ExecutorError.Cancelled;
import org.pluginexecutor.server.error.ExecutorError.DeadlineBeforeStart;
import org.pluginexecutor.server.error.ExecutorError.Draining;
import org.pluginexecutor.server.error.ExecutorError.QueueFull;
import org.pluginexecutor.server.error.ExecutorException;

/**
 * Bounds how much runs in workers and how much waits, hooks and constructors together. A slot is
 * tied to the work: it is given back when the worker's process tree is dead. Thread-safe; those who
 * wait are served in order.
 */
public final class Admission {
  private static final Duration RETRY_AFTER = Duration.ofMillis(500);
  private static final Duration DRAINING_RETRY_AFTER = Duration.ofSeconds(1);

  private final InvocationConfig config;
  private final LongSupplier nanoTicker;
  private final Semaphore slots;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean draining;

  public Admission(InvocationConfig config, LongSupplier nanoTicker) {
    this.config = config;
    this.nanoTicker = nanoTicker;
    this.slots = new Semaphore(config.slots(), true);
  }

  /** Refuses everything from now on; what runs goes on. */
  public void drain() {
    draining = true;
  }

  /** How many works have a slot now. */
  public int slotsInUse() {
    return config.slots() - slots.availablePermits();
  }

  /** How many wait for a slot now. */
  public int queueDepth() {
    return waiting.get();
  }

  /**
   * Does the work in a slot.
   *
   * @throws ExecutorException if there is none; the work was not begun then
   */
  <T> T admit(InvocationContext context, Supplier<T> work) {
    if (draining) {
      throw new ExecutorException(new Draining(DRAINING_RETRY_AFTER));
    }
    takeSlot(context);
    try {
      if (context.cancellation().isCancelled()) {
        throw new ExecutorException(new Cancelled(false));
      }
      return work.get();
    } finally {
      slots.release();
    }
  }

  private void takeSlot(InvocationContext context) {
    // Without the first condition a newcomer could overtake those who wait.
    if (waiting.get() == 0 && slots.tryAcquire()) {
      return;
    }
    if (waiting.incrementAndGet() > config.queueLength()) {
      waiting.decrementAndGet();
      throw new ExecutorException(new QueueFull("the queue is full", RETRY_AFTER));
    }
    try {
      long untilDeadline = untilDeadline(context);
      long wait = Math.min(config.queueTimeout().toNanos(), untilDeadline);
      if (!slots.tryAcquire(wait, TimeUnit.NANOSECONDS)) {
        throw new ExecutorException(
            wait == untilDeadline
                ? new DeadlineBeforeStart()
                : new QueueFull("no slot became free in time", RETRY_AFTER));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExecutorException(new Cancelled(false), e);
    } finally {
      waiting.decrementAndGet();
    }
  }

  private long untilDeadline(InvocationContext context) {
    return context.deadlineNanos().isPresent()
        ? context.deadlineNanos().getAsLong() - nanoTicker.getAsLong()
        : Long.MAX_VALUE;
  }
}
