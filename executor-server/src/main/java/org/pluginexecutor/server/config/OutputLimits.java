// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

/**
 * How much of what a plugin prints is kept, for each of its two streams. What is beyond is read,
 * counted and thrown away. Immutable.
 *
 * @param bytes bytes kept per stream; default 1 MiB
 * @param lines lines kept per stream; default 10,000
 * @param lineBytes longest line in bytes, longer ones are cut into several; default 16 KiB
 */
public record OutputLimits(int bytes, int lines, int lineBytes) {
  public OutputLimits {
    if (bytes < 0 || bytes > 4 << 20) {
      throw new IllegalArgumentException(
          "invocation.output-limit: " + bytes + " (expected: 0 to 4 MiB)");
    }
    if (lines < 0 || lines > 20_000) {
      throw new IllegalArgumentException(
          "invocation.output-lines: " + lines + " (expected: 0 to 20,000)");
    }
    if (lineBytes < 64 || lineBytes > 64 << 10) {
      throw new IllegalArgumentException(
          "invocation.output-line-limit: " + lineBytes + " (expected: 64 B to 64 KiB)");
    }
  }

  public static OutputLimits defaults() {
    return new OutputLimits(1 << 20, 10_000, 16 << 10);
  }
}
