// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known about a failed call. Immutable.
 *
 * @param message text for people
 * @param reason the server's reason, for example {@code QUEUE_FULL}; empty when it gave none
 * @param retryAfter how long the server asks to wait before repeating; empty when it does not say
 * @param hookMayHaveRun whether code of the plugin may have run
 */
public record FailureDetails(
    String message, String reason, Optional<Duration> retryAfter, boolean hookMayHaveRun) {
  /** Checks the parts. */
  public FailureDetails {
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(retryAfter, "retryAfter");
  }
}
