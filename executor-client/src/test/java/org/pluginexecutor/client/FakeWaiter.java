// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.pluginexecutor.client.internal.Waiter;

/** A clock that only sleeping moves. Confined to one thread. */
final class FakeWaiter implements Waiter {
  private final List<Duration> sleeps = new ArrayList<>();
  private long now;
  private boolean interrupts;

  List<Duration> sleeps() {
    return sleeps;
  }

  void interruptTheNextSleep() {
    interrupts = true;
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (interrupts) {
      throw new InterruptedException();
    }
    sleeps.add(duration);
    now += duration.toNanos();
  }
}
