// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Time as the retrying sees it. */
public interface Waiter {
  /** A clock that only goes forward, in nanoseconds from any origin. */
  long nanoTime();

  /**
   * Waits.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  void sleep(Duration duration) throws InterruptedException;

  /** The machine's clock. */
  static Waiter system() {
    return new Waiter() {
      @Override
      public long nanoTime() {
        return System.nanoTime();
      }

      @Override
      public void sleep(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
      }
    };
  }
}
