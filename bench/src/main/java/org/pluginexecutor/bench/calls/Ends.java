// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;

/** Waits for the end of processes that were told to end. Stateless. */
final class Ends {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Ends() {}

  /** Waits, and kills what does not end; true for one that ended with 0. */
  @CanIgnoreReturnValue
  static boolean await(Process process) {
    try {
      if (process.waitFor(PATIENCE)) {
        return process.exitValue() == 0;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    return false;
  }
}
