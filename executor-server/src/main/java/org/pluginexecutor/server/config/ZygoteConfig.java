// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How many zygotes are kept, and for how long. Immutable.
 *
 * @param cells how many workers of one zygote may be there at once, 1 to 256; default 16
 * @param zygotes how many are kept, at least 1; the least recently used one goes first; default 16
 * @param idleTime after which one that is not used goes; default 10 min
 * @param forks after how many workers one is replaced, at least 1; default 10,000
 * @param age after which one is replaced; default 1 h
 * @param sizeBytes above which memory of its own one is replaced, 32 MiB to 64 GiB; default 256 MiB
 * @param waitingWorkers how many workers of a plugin that is called stand ready for its next calls,
 *     0 to 8; default 2
 * @param preload modules of the runtimes that every zygote imports, besides those that were learned
 *     from the calls of its plugin; default none
 */
public record ZygoteConfig(
    int cells,
    int zygotes,
    Duration idleTime,
    int forks,
    Duration age,
    long sizeBytes,
    int waitingWorkers,
    List<String> preload) {
  private static final Pattern MODULE = Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)*");

  public ZygoteConfig {
    if (cells < 1 || cells > 256) {
      throw new IllegalArgumentException("sandbox.cells: " + cells + " (expected: 1 to 256)");
    }
    if (zygotes < 1) {
      throw new IllegalArgumentException("sandbox.zygotes: " + zygotes + " (expected: >= 1)");
    }
    if (!idleTime.isPositive() || !age.isPositive()) {
      throw new IllegalArgumentException(
          "sandbox.zygote-idle-time, sandbox.zygote-age: "
              + idleTime
              + ", "
              + age
              + " (expected: > 0)");
    }
    if (forks < 1) {
      throw new IllegalArgumentException("sandbox.zygote-forks: " + forks + " (expected: >= 1)");
    }
    if (sizeBytes < 32L << 20 || sizeBytes > 64L << 30) {
      throw new IllegalArgumentException(
          "sandbox.zygote-size: " + sizeBytes + " (expected: 32 MiB to 64 GiB)");
    }
    if (waitingWorkers < 0 || waitingWorkers > 8) {
      throw new IllegalArgumentException(
          "sandbox.waiting-workers: " + waitingWorkers + " (expected: 0 to 8)");
    }
    preload = List.copyOf(preload);
    for (var module : preload) {
      if (!MODULE.matcher(module).matches()) {
        throw new IllegalArgumentException(
            "sandbox.preload: " + module + " (expected: names of modules, such as json,ssl)");
      }
    }
  }

  public static ZygoteConfig defaults() {
    return new ZygoteConfig(
        16, 16, Duration.ofMinutes(10), 10_000, Duration.ofHours(1), 256L << 20, 2, List.of());
  }

  public ZygoteConfig withZygotes(int newCells, int newZygotes) {
    return new ZygoteConfig(
        newCells, newZygotes, idleTime, forks, age, sizeBytes, waitingWorkers, preload);
  }

  public ZygoteConfig withReplacement(Duration newIdleTime, int newForks, Duration newAge) {
    return new ZygoteConfig(
        cells, zygotes, newIdleTime, newForks, newAge, sizeBytes, waitingWorkers, preload);
  }

  public ZygoteConfig withSize(long newSizeBytes) {
    return new ZygoteConfig(
        cells, zygotes, idleTime, forks, age, newSizeBytes, waitingWorkers, preload);
  }

  public ZygoteConfig withWaitingWorkers(int newWaitingWorkers) {
    return new ZygoteConfig(
        cells, zygotes, idleTime, forks, age, sizeBytes, newWaitingWorkers, preload);
  }

  public ZygoteConfig withPreload(List<String> newPreload) {
    return new ZygoteConfig(
        cells, zygotes, idleTime, forks, age, sizeBytes, waitingWorkers, newPreload);
  }
}
