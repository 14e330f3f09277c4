// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call failed: the hook did not run, or it cannot be known what became of it. Never a grant.
 *
 * <p>What a plugin does wrong is no exception but an {@link Outcome}. A cancelled call surfaces as
 * {@link CallCancelledException}.
 */
public abstract sealed class ExecutorClientException extends RuntimeException
    permits AccessException,
        ConflictException,
        DeadlineException,
        ExecutorInternalException,
        InvalidRequestException,
        NotFoundException,
        OverloadedException,
        PreconditionException,
        UnavailableException,
        UnsupportedException {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final @Nullable Duration retryAfter;
  private final boolean hookMayHaveRun;

  ExecutorClientException(FailureDetails details, @Nullable Throwable cause) {
    super(details.message(), cause);
    this.reason = details.reason();
    this.retryAfter = details.retryAfter().orElse(null);
    this.hookMayHaveRun = details.hookMayHaveRun();
  }

  /** The server's reason, for example {@code QUEUE_FULL}; empty when it gave none. */
  public final String reason() {
    return reason;
  }

  /** How long the server asks to wait before repeating; empty when it does not say. */
  public final Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /**
   * Whether code of the plugin may have run. False only when the server said that it did not, or
   * when the call was not one of a hook. Repeating a call whose hook may have run can send a second
   * push notification or check out a second password.
   */
  public final boolean hookMayHaveRun() {
    return hookMayHaveRun;
  }
}
