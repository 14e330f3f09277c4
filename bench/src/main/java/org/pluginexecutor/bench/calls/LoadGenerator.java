// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls for a while from many threads. Thread-safe. Closing it ends the threads.
 *
 * <p>They are platform threads: starting a process blocks one, and there are as few carriers of
 * virtual ones as processors.
 */
final class LoadGenerator implements AutoCloseable {
  private static final double NANOS_PER_S = 1e9;

  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("bench-", 1).factory());

  /** So many callers, each of which calls again as soon as it has its answer. */
  Stats closedLoop(Caller.Call call, int inFlight, Duration duration) {
    var callers = new ArrayList<Caller>();
    var running = new ArrayList<Future<?>>();
    // On a busy machine threads take longer to come up than some slices are.
    var gate = new CyclicBarrier(inFlight);
    for (int i = 0; i < inFlight; i++) {
      var caller = new Caller(call);
      callers.add(caller);
      running.add(
          threads.submit(() -> {
            gate.await();
            caller.callUntil(System.nanoTime() + duration.toNanos());
            return null;
          }));
    }
    return stats(running, callers, duration);
  }

  /**
   * Calls at even intervals. Latency counts from the moment at which a call was due, so that a slow
   * one does not hide that those behind it had to wait (coordinated omission).
   */
  Stats openLoop(Caller.Call call, double callsPerSecond, Duration duration) {
    long began = System.nanoTime();
    long end = began + duration.toNanos();
    var caller = new Caller(call);
    var running = new ArrayList<Future<?>>();
    for (int i = 0; ; i++) {
      long due = began + (long) (i * NANOS_PER_S / callsPerSecond);
      if (due >= end) {
        return stats(running, List.of(caller), duration);
      }
      awaitTime(due);
      running.add(threads.submit(() -> caller.callOnce(due, end)));
    }
  }

  /** So many calls, all at once. */
  List<Future<?>> start(Caller.Call call, int count) {
    var running = new ArrayList<Future<?>>();
    for (int i = 0; i < count; i++) {
      running.add(
          threads.submit(() -> {
            call.run();
            return null;
          }));
    }
    return running;
  }

  private static void awaitTime(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static Stats stats(List<Future<?>> running, List<Caller> callers, Duration duration) {
    for (var thread : running) {
      await(thread);
    }
    var stats = new Stats();
    callers.forEach(stats::add);
    stats.addSeconds(duration.toNanos() / NANOS_PER_S);
    return stats;
  }

  /** Waits for a thread; what failed in it fails here. */
  static void await(Future<?> thread) {
    try {
      var _ = thread.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
