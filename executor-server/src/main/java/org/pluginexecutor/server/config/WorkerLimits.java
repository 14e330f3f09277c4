// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * How much of the machine one worker may use; counts only where workers are sandboxed. Immutable.
 *
 * @param cpuTime CPU time of any of its processes, 1 s to 24 h in whole seconds; default 60 s
 * @param memoryBytes address space of any of its processes, 64 MiB to 64 GiB; default 512 MiB
 * @param processes its processes and threads, 1 to 4,096; default 32
 * @param openFiles file descriptors of any of its processes, 16 to 65,536; default 256
 * @param temporaryBytes what it may put into /tmp, 64 KiB to 16 GiB; default 16 MiB
 * @param temporaryFiles number of files and directories there, 16 to 1,048,576; default 1,024
 */
public record WorkerLimits(
    Duration cpuTime,
    long memoryBytes,
    int processes,
    int openFiles,
    long temporaryBytes,
    int temporaryFiles) {
  private static final Duration MAX_CPU_TIME = Duration.ofHours(24);

  public WorkerLimits {
    if (!cpuTime.isPositive()
        || !cpuTime.equals(cpuTime.truncatedTo(ChronoUnit.SECONDS))
        || cpuTime.compareTo(MAX_CPU_TIME) > 0) {
      throw new IllegalArgumentException(
          "sandbox.worker-cpu: " + cpuTime + " (expected: 1 s to 24 h, in whole seconds)");
    }
    requireRange("sandbox.worker-memory", memoryBytes, 64L << 20, 64L << 30, "64 MiB to 64 GiB");
    requireRange("sandbox.worker-processes", processes, 1, 4096, "1 to 4,096");
    requireRange("sandbox.worker-open-files", openFiles, 16, 65_536, "16 to 65,536");
    requireRange("sandbox.worker-tmp", temporaryBytes, 64L << 10, 16L << 30, "64 KiB to 16 GiB");
    requireRange("sandbox.worker-tmp-files", temporaryFiles, 16, 1 << 20, "16 to 1,048,576");
  }

  public static WorkerLimits defaults() {
    return new WorkerLimits(Duration.ofSeconds(60), 512L << 20, 32, 256, 16L << 20, 1024);
  }

  private static void requireRange(String key, long value, long least, long most, String expected) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(key + ": " + value + " (expected: " + expected + ")");
    }
  }
}
