// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.config.InvocationConfig;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorError.Cancelled;
import org.pluginexecutor.server.error.ExecutorError.DeadlineBeforeStart;
import org.pluginexecutor.server.error.ExecutorError.Draining;
import org.pluginexecutor.server.error.ExecutorError.QueueFull;
import org.pluginexecutor.server.error.ExecutorError.QuotaExceeded;
import org.pluginexecutor.server.error.ExecutorException;

/**
 * Bounds how much runs in workers and how much waits, hooks and constructors together. A slot is
 * tied to the work: it is given back when the worker's process tree is dead. Thread-safe.
 *
 * <p>No instance gets all slots, or more than half of the queue. A slot that becomes free goes to
 * the instance that has the fewest; calls of one instance are served in order. Whoever would wait
 * in vain is refused at once: for want of room, or because at the pace of the last turns none would
 * come before the deadline or the queue's own limit.
 */
public final class Admission {
  /** Where it is not known how fast the queue moves. */
  private static final Duration RETRY_AFTER = Duration.ofMillis(500);

  private static final Duration DRAINING_RETRY_AFTER = Duration.ofSeconds(1);
  private static final long LEAST_RETRY_NANOS = Duration.ofMillis(100).toNanos();
  private static final long MOST_RETRY_NANOS = Duration.ofSeconds(10).toNanos();
  private static final String QUEUE_IS_FULL = "the queue is full";

  private final InvocationConfig config;
  private final LongSupplier nanoTicker;
  private final DoubleSupplier jitter;
  private final ReentrantLock lock = new ReentrantLock();

  /** Those that have a slot or wait for one. */
  @GuardedBy("lock")
  private final Map<String, InstanceShare> shares = new HashMap<>();

  @GuardedBy("lock")
  private int running;

  @GuardedBy("lock")
  private int waiting;

  @GuardedBy("lock")
  private long arrivals;

  private volatile boolean draining;

  public Admission(InvocationConfig config, LongSupplier nanoTicker) {
    this(config, nanoTicker, () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * Begins with all slots free.
   *
   * @param jitter numbers from 0 to 1, by which those who are refused come back at different times
   */
  Admission(InvocationConfig config, LongSupplier nanoTicker, DoubleSupplier jitter) {
    this.config = config;
    this.nanoTicker = nanoTicker;
    this.jitter = jitter;
  }

  /** Refuses everything from now on; what runs goes on. */
  public void drain() {
    draining = true;
  }

  /** How many works have a slot now. */
  public int slotsInUse() {
    lock.lock();
    try {
      return running;
    } finally {
      lock.unlock();
    }
  }

  /** How many wait for a slot now. */
  public int queueDepth() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Looks whether a call could have a slot or a place in the queue, and takes neither.
   *
   * @throws ExecutorException if it would be refused
   */
  void requireRoom(String shareName, InvocationContext context) {
    requireRunning();
    lock.lock();
    try {
      var share = shares.get(shareName);
      if (!hasSlotFor(share)) {
        requirePlace(share, context);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Does the work in a slot.
   *
   * @throws ExecutorException if there is none; the work was not begun then
   */
  <T> T admit(Target target, InvocationContext context, Supplier<T> work) {
    requireRunning();
    var share = takeSlot(target.share(), context);
    try {
      if (context.cancellation().isCancelled()) {
        throw new ExecutorException(new Cancelled(false));
      }
      return work.get();
    } finally {
      giveBack(share);
    }
  }

  private void requireRunning() {
    if (draining) {
      throw new ExecutorException(new Draining(jittered(DRAINING_RETRY_AFTER.toNanos())));
    }
  }

  private InstanceShare takeSlot(String shareName, InvocationContext context) {
    InstanceShare share;
    WaitingCall call;
    lock.lock();
    try {
      // Whoever waits cannot use what is free here: it was offered to all of them.
      share = shares.get(shareName);
      if (!hasSlotFor(share)) {
        requirePlace(share, context);
      }
      if (share == null) {
        share = new InstanceShare(shareName);
        shares.put(shareName, share);
      }
      if (hasSlotFor(share)) {
        begin(share);
        return share;
      }
      call = new WaitingCall(arrivals++);
      share.enqueue(call);
      waiting++;
    } finally {
      lock.unlock();
    }
    await(share, call, context);
    return share;
  }

  private void await(InstanceShare share, WaitingCall call, InvocationContext context) {
    context.cancellation().onCancel(call::wake);
    long untilDeadline = untilDeadline(context);
    long wait = Math.min(config.queueTimeout().toNanos(), untilDeadline);
    @Nullable InterruptedException interrupt = null;
    try {
      call.await(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      interrupt = e;
    }
    lock.lock();
    try {
      if (interrupt == null && call.isAdmitted()) {
        return;
      }
      if (call.isAdmitted()) {
        giveBack(share);
      } else {
        leave(share, call);
      }
      throw new ExecutorException(
          interrupt != null || context.cancellation().isCancelled()
              ? new Cancelled(false)
              : wait == untilDeadline ? new DeadlineBeforeStart() : tooLate(share),
          interrupt);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void leave(InstanceShare share, WaitingCall call) {
    share.remove(call);
    waiting--;
    forgetIfIdle(share);
  }

  private void giveBack(InstanceShare share) {
    lock.lock();
    try {
      running--;
      share.end();
      serve();
      forgetIfIdle(share);
    } finally {
      lock.unlock();
    }
  }

  /** Gives what is free to those who wait. */
  @GuardedBy("lock")
  private void serve() {
    while (waiting > 0 && running < config.slots()) {
      @Nullable InstanceShare next = null;
      for (var share : shares.values()) {
        if (share.waiting() > 0 && hasSlotFor(share) && share.isBefore(next)) {
          next = share;
        }
      }
      if (next == null) {
        return;
      }
      waiting--;
      begin(next);
      next.dequeue(nanoTicker.getAsLong()).admit();
    }
  }

  @GuardedBy("lock")
  private void begin(InstanceShare share) {
    running++;
    share.begin();
  }

  @GuardedBy("lock")
  private void forgetIfIdle(InstanceShare share) {
    if (share.isIdle()) {
      shares.remove(share.name(), share);
    }
  }

  @GuardedBy("lock")
  private boolean hasSlotFor(@Nullable InstanceShare share) {
    return running < config.slots() && (share == null || share.running() < config.slotsOfOne());
  }

  /** Whether it is the instance's own quota that keeps its calls waiting. */
  @GuardedBy("lock")
  private boolean isAtQuota(InstanceShare share) {
    return running < config.slots() && share.running() >= config.slotsOfOne();
  }

  @GuardedBy("lock")
  private void requirePlace(@Nullable InstanceShare share, InvocationContext context) {
    if (waiting >= config.queueLength()) {
      throw new ExecutorException(new QueueFull(QUEUE_IS_FULL, retryAfter(share)));
    }
    if (share == null) {
      return;
    }
    if (share.waiting() >= config.queueLengthOfOne()) {
      throw new ExecutorException(
          new QuotaExceeded(
              share.name(), share.waiting() + " calls of it wait", retryAfter(share)));
    }
    var perTurn = share.rate().nanosPerTurn(nanoTicker.getAsLong());
    if (perTurn.isPresent()) {
      requireTime(share, perTurn.getAsLong() * (share.waiting() + 1), context);
    }
  }

  /** Refuses whom the pace of the last turns would not serve in time. */
  @GuardedBy("lock")
  private void requireTime(InstanceShare share, long wait, InvocationContext context) {
    if (wait > untilDeadline(context)) {
      throw new ExecutorException(
          new QueueFull("no slot would become free before the deadline", retryAfter(share)));
    }
    if (wait > config.queueTimeout().toNanos()) {
      throw new ExecutorException(tooLate(share));
    }
  }

  @GuardedBy("lock")
  private ExecutorError tooLate(InstanceShare share) {
    var why = "no slot became free in time";
    return isAtQuota(share)
        ? new QuotaExceeded(share.name(), why, retryAfter(share))
        : new QueueFull(why, retryAfter(share));
  }

  /** When those who wait now will have been served, more or less. */
  private Duration retryAfter(@Nullable InstanceShare share) {
    if (share == null) {
      return jittered(RETRY_AFTER.toNanos());
    }
    var perTurn = share.rate().nanosPerTurn(nanoTicker.getAsLong());
    return jittered(
        perTurn.isPresent()
            ? Math.clamp(perTurn.getAsLong() * share.waiting(), LEAST_RETRY_NANOS, MOST_RETRY_NANOS)
            : RETRY_AFTER.toNanos());
  }

  /** From half of it to one and a half times as long. */
  private Duration jittered(long nanos) {
    return Duration.ofNanos((long) (nanos * (0.5 + jitter.getAsDouble())));
  }

  private long untilDeadline(InvocationContext context) {
    return context.deadlineNanos().isPresent()
        ? context.deadlineNanos().getAsLong() - nanoTicker.getAsLong()
        : Long.MAX_VALUE;
  }
}
