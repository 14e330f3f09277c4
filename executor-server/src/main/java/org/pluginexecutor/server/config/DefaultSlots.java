// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many hooks may run at once where nobody says it: by the processors for hooks that compute, by
 * the memory for hooks that wait. Stateless.
 */
public final class DefaultSlots {
  private static final int PER_PROCESSOR = 128;

  /** A bare hook that waits takes 2.5 MiB; plugins bring their own modules and data. */
  private static final long BYTES_PER_CALL = 8L << 20;

  /** Only a part: zygotes, the server and whatever else runs there need theirs. */
  private static final int MEMORY_DIVISOR = 4;

  private static final int LEAST = 16;
  private static final int MOST = 1_024;

  private DefaultSlots() {}

  /**
   * The number for a machine, or a container.
   *
   * @param processors that it may use
   * @param memoryBytes that it may use
   */
  static int of(int processors, long memoryBytes) {
    long byMemory = memoryBytes / MEMORY_DIVISOR / BYTES_PER_CALL;
    return Math.clamp(Math.min((long) processors * PER_PROCESSOR, byMemory), LEAST, MOST);
  }

  /** The number for where this process runs; the limits of its container count. */
  static int here() {
    long memoryBytes =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return of(Runtime.getRuntime().availableProcessors(), memoryBytes);
  }
}
