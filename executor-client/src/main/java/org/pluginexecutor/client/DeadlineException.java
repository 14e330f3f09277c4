// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import org.jspecify.annotations.Nullable;

/** No answer came before the deadline. */
public final class DeadlineException extends ExecutorClientException {
  private static final long serialVersionUID = 1L;

  /** Keeps what is known about the failure. */
  public DeadlineException(FailureDetails details, @Nullable Throwable cause) {
    super(details, cause);
  }
}
