// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.lifecycle;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Does something again and again, and once more when it is closed. Thread-safe. */
public final class Heartbeat implements Resource {
  private final Runnable task;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private Heartbeat(Duration interval, Runnable task) {
    this.task = task;
    this.thread = Thread.ofVirtual().name("heartbeat").unstarted(() -> beat(interval));
  }

  /** Starts; the task must not throw. */
  public static Heartbeat start(Duration interval, Runnable task) {
    var heartbeat = new Heartbeat(interval, task);
    heartbeat.thread.start();
    return heartbeat;
  }

  private void beat(Duration interval) {
    try {
      while (!closed.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
        task.run();
      }
      task.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
