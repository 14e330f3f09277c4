// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** The thread that carries the time limits of workers. Stateless. */
final class WorkerTimer {
  private WorkerTimer() {}

  /** Starts one; whoever does shuts it down. */
  static ScheduledExecutorService start() {
    var timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("worker-timer").daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }
}
