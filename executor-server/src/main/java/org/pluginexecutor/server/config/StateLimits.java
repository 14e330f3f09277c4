// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

/**
 * How much a plugin may keep in each of its state directories. Immutable.
 *
 * @param bytes sum of the sizes of all files; default 64 MiB
 * @param files number of files, directories and links; default 10,000
 */
public record StateLimits(long bytes, int files) {
  private static final long MIN_BYTES = 4L << 10;
  private static final long MAX_BYTES = 1L << 40;

  public StateLimits {
    if (bytes < MIN_BYTES || bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "invocation.state-limit: " + bytes + " (expected: 4 KiB to 1 TiB)");
    }
    if (files < 1 || files > 1_000_000) {
      throw new IllegalArgumentException(
          "invocation.state-files: " + files + " (expected: 1 to 1,000,000)");
    }
  }

  public static StateLimits defaults() {
    return new StateLimits(64L << 20, 10_000);
  }
}
