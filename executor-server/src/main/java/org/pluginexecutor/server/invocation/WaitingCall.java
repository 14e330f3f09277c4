// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A call in the queue. Thread-safe. */
final class WaitingCall {
  private final long number;
  private final CountDownLatch woken = new CountDownLatch(1);
  private volatile boolean admitted;

  /**
   * Begins to wait.
   *
   * @param number higher than those of all who came before
   */
  WaitingCall(long number) {
    this.number = number;
  }

  long number() {
    return number;
  }

  /** Gives it a slot. */
  void admit() {
    admitted = true;
    woken.countDown();
  }

  /** Lets it look whether its caller is still there. */
  void wake() {
    woken.countDown();
  }

  boolean isAdmitted() {
    return admitted;
  }

  void await(long nanos) throws InterruptedException {
    // What became of it is seen under the lock.
    var _ = woken.await(nanos, TimeUnit.NANOSECONDS);
  }
}
