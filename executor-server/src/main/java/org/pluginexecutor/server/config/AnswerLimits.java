// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.time.Duration;

/**
 * How much is kept for callers that repeat a request. Immutable.
 *
 * @param requests how many ended calls with a request id are known, at least 1; default 50,000
 * @param bytes how much their answers take together, at least 0; default 16 MiB
 * @param time how long they are known; default 5 min
 */
public record AnswerLimits(int requests, long bytes, Duration time) {
  public AnswerLimits {
    if (requests < 1) {
      throw new IllegalArgumentException(
          "invocation.known-requests: " + requests + " (expected: >= 1)");
    }
    if (bytes < 0) {
      throw new IllegalArgumentException("invocation.kept-answers: " + bytes + " (expected: >= 0)");
    }
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("invocation.known-time: " + time + " (expected: > 0)");
    }
  }

  public static AnswerLimits defaults() {
    return new AnswerLimits(50_000, 16L << 20, Duration.ofMinutes(5));
  }
}
