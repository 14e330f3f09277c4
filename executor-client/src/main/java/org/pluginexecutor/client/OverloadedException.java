// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import org.jspecify.annotations.Nullable;

/** No slot became free in time, a quota is used up, or a message is too large. */
public final class OverloadedException extends ExecutorClientException {
  private static final long serialVersionUID = 1L;

  /** Keeps what is known about the failure. */
  public OverloadedException(FailureDetails details, @Nullable Throwable cause) {
    super(details, cause);
  }
}
