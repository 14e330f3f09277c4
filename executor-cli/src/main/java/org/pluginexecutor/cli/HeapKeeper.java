// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import javax.management.NotificationEmitter;

/**
 * Keeps a server that runs for months as small as it was on its first day. The serial collector
 * takes new memory until the largest heap is full before it looks for garbage among what has
 * survived some rounds. This has it look when there is three times as much as was found to be
 * alive. Thread-safe.
 */
final class HeapKeeper {
  /** Of the serial collector; the others look by themselves. */
  private static final String POOL = "Tenured Gen";

  /**
   * What a call leaves behind for minutes is its answer, for who asks again. At 500 calls a second
   * this much comes together in some minutes, and finding it takes a pause of about 100 ms.
   */
  private static final long LEAST_BYTES = 128L << 20;

  private static final int TIMES_ALIVE = 3;

  private HeapKeeper() {}

  /** Begins to watch over the heap of this process. */
  static void install() {
    ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().equals(POOL) && pool.isUsageThresholdSupported())
        .forEach(HeapKeeper::watch);
  }

  private static void watch(MemoryPoolMXBean pool) {
    setThreshold(pool);
    var memory = (NotificationEmitter) ManagementFactory.getMemoryMXBean();
    memory.addNotificationListener(
        (notification, _) -> {
          if (notification.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED)) {
            collect(pool);
          }
        },
        null,
        null);
  }

  private static void collect(MemoryPoolMXBean pool) {
    System.gc();
    setThreshold(pool);
  }

  private static void setThreshold(MemoryPoolMXBean pool) {
    var usage = pool.getUsage();
    long most = usage.getMax() < 0 ? Long.MAX_VALUE : usage.getMax();
    pool.setUsageThreshold(Math.min(most, Math.max(LEAST_BYTES, TIMES_ALIVE * usage.getUsed())));
  }
}
