// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.telemetry;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts lines of the log that were dropped because nobody took them. Thread-safe. There is one
 * count for the whole process, as there is one log.
 */
public final class DroppedLines {
  private static final LongAdder LINES = new LongAdder();

  private DroppedLines() {}

  /** One more. */
  public static void count() {
    LINES.increment();
  }

  /** Since the start of the process. */
  public static long total() {
    return LINES.sum();
  }
}
