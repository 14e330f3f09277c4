// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.time.Duration;

/**
 * How many zygotes are kept, and for how long. Immutable.
 *
 * @param cells how many workers of one zygote may be there at once, 1 to 256; default 16
 * @param zygotes how many are kept, at least 1; the least recently used one goes first; default 16
 * @param idleTime after which one that is not used goes; default 10 min
 * @param forks after how many workers one is replaced, at least 1; default 10,000
 * @param age after which one is replaced; default 1 h
 * @param waitingWorkers how many workers of a plugin that is called stand ready for its next calls,
 *     0 to 8; default 2
 */
public record ZygoteConfig(
    int cells, int zygotes, Duration idleTime, int forks, Duration age, int waitingWorkers) {

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
    if (waitingWorkers < 0 || waitingWorkers > 8) {
      throw new IllegalArgumentException(
          "sandbox.waiting-workers: " + waitingWorkers + " (expected: 0 to 8)");
    }
  }

  public static ZygoteConfig defaults() {
    return new ZygoteConfig(16, 16, Duration.ofMinutes(10), 10_000, Duration.ofHours(1), 2);
  }

  public ZygoteConfig withZygotes(int newCells, int newZygotes) {
    return new ZygoteConfig(newCells, newZygotes, idleTime, forks, age, waitingWorkers);
  }

  public ZygoteConfig withReplacement(Duration newIdleTime, int newForks, Duration newAge) {
    return new ZygoteConfig(cells, zygotes, newIdleTime, newForks, newAge, waitingWorkers);
  }

  public ZygoteConfig withWaitingWorkers(int newWaitingWorkers) {
    return new ZygoteConfig(cells, zygotes, idleTime, forks, age, newWaitingWorkers);
  }
}
