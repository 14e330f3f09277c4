// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

/** Elapsed time as numbers. Stateless. */
final class Durations {
  private static final double NANOS_PER_MS = 1e6;

  private Durations() {}

  static double millisSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / NANOS_PER_MS;
  }
}
