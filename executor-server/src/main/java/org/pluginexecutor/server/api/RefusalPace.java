// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.netty.shaded.io.netty.util.concurrent.EventExecutor;
import io.grpc.netty.shaded.io.netty.util.concurrent.EventExecutorGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Lets a thread of connections that refuses one call after the other pause between rounds, and so
 * find many at once: each packet that wakes it takes a processor from a worker, which is then
 * slower for far longer than the refusal takes. Thread-safe.
 */
final class RefusalPace {
  /** A fifth of what a refusal may take. */
  static final Duration PAUSE = Duration.ofMillis(2);

  /** Two refusals of a thread that are further apart disturb nobody. */
  static final Duration RUSH = Duration.ofMillis(5);

  private final LongSupplier nanoTicker;
  private final LongConsumer pause;
  private final List<Lane> lanes = new ArrayList<>();

  /** For the threads of a group. */
  RefusalPace(EventExecutorGroup threads, LongSupplier nanoTicker) {
    this(threads, nanoTicker, LockSupport::parkNanos);
  }

  /**
   * The same with another way to wait.
   *
   * @param pause waits for some nanoseconds, or for less
   */
  RefusalPace(EventExecutorGroup threads, LongSupplier nanoTicker, LongConsumer pause) {
    this.nanoTicker = nanoTicker;
    this.pause = pause;
    threads.forEach(thread -> lanes.add(new Lane(thread)));
  }

  /** A call was refused on this thread. */
  void refused() {
    for (var lane : lanes) {
      if (lane.thread.inEventLoop()) {
        lane.refused();
        return;
      }
    }
  }

  /** One thread; confined to it. */
  private final class Lane {
    private final EventExecutor thread;
    private long last;
    private boolean wasCalled;
    private boolean willPause;

    Lane(EventExecutor thread) {
      this.thread = thread;
    }

    private void refused() {
      long now = nanoTicker.getAsLong();
      boolean isRush = wasCalled && now - last < RUSH.toNanos();
      wasCalled = true;
      last = now;
      if (isRush && !willPause) {
        willPause = true;
        // Behind what has been read already, and behind the writing of the refusals.
        thread.execute(this::pause);
      }
    }

    private void pause() {
      long end = nanoTicker.getAsLong() + PAUSE.toNanos();
      for (long left = PAUSE.toNanos(); left > 0; left = end - nanoTicker.getAsLong()) {
        pause.accept(left);
      }
      willPause = false;
    }
  }
}
