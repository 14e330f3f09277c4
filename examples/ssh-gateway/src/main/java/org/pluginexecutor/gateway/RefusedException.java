// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

/**
 * Nobody is let in. Its message is the one sentence that the user gets, and holds nothing of the
 * inside; the reason is for the log.
 */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  RefusedException(String sentence, String reason) {
    super(sentence);
    this.reason = reason;
  }

  RefusedException(String sentence, String reason, Throwable cause) {
    super(sentence, cause);
    this.reason = reason;
  }

  /** What happened, for the log. */
  String reason() {
    return reason;
  }
}
