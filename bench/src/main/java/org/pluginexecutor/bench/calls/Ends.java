// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.time.Duration;

/** Waits for the end of processes that were told to end. Stateless. */
final class Ends {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Ends() {}

  /** Waits, and kills what does not end. */
  static void await(Process process) {
    try {
      if (!process.waitFor(PATIENCE)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
