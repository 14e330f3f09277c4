// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

/**
 * The control groups of zygotes. Immutable.
 *
 * @param place below which group they are made; default auto
 * @param memoryBytes memory of one zygote and all its workers together, 128 MiB to 1 TiB; default 2
 *     GiB
 */
public record CgroupConfig(WorkerCgroup place, long memoryBytes) {
  private static final long LEAST_BYTES = 128L << 20;
  private static final long MOST_BYTES = 1L << 40;

  public CgroupConfig {
    if (memoryBytes < LEAST_BYTES || memoryBytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "sandbox.plugin-memory: " + memoryBytes + " (expected: 128 MiB to 1 TiB)");
    }
  }

  public static CgroupConfig defaults() {
    return new CgroupConfig(new WorkerCgroup.Auto(), 2L << 30);
  }
}
