// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.time.Duration;
import org.pluginexecutor.client.internal.Values;

/** Rules for what callers pass in. */
final class Checks {
  private static final Duration LONGEST = Duration.ofDays(365);

  private Checks() {}

  static void text(String path, String text) {
    Values.checkText(path, text);
  }

  static void timeLimit(Duration timeLimit) {
    duration("time_limit", timeLimit);
  }

  static void duration(String path, Duration duration) {
    if (duration.isZero() || duration.isNegative() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          path + ": " + duration + " (expected: > 0, at most 365 days)");
    }
  }

  static void revision(String path, int revision) {
    Values.checkRevision(path, revision);
  }

  static void sessionId(String sessionId) {
    visible("session_id", sessionId);
  }

  static void requestId(String requestId) {
    visible("request_id", requestId);
  }

  private static void visible(String path, String id) {
    boolean visible = id.chars().allMatch(c -> c > ' ' && c < 0x7f);
    if (id.isEmpty() || id.length() > 128 || !visible) {
      throw new IllegalArgumentException(
          path + ": not well-formed (expected: 1 to 128 visible ASCII characters)");
    }
  }
}
