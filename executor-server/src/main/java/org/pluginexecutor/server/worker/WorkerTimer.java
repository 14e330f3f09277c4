// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The thread that carries the time limits of workers. Stateless. */
final class WorkerTimer {
  private static final long TICK_MILLIS = 500;

  private WorkerTimer() {}

  /** Starts one; whoever does shuts it down. */
  static ScheduledExecutorService start() {
    var timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("worker-timer").daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
    // Whatever becomes the first of all that is due wakes the thread, which is what the limit of
    // the only call would be. Behind a tick it need not.
    var _ = timer.scheduleWithFixedDelay(() -> {}, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    return timer;
  }
}
