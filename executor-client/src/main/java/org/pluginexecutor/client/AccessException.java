// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import org.jspecify.annotations.Nullable;

/** The server does not let this caller do that. */
public final class AccessException extends ExecutorClientException {
  private static final long serialVersionUID = 1L;

  /** Keeps what is known about the failure. */
  public AccessException(FailureDetails details, @Nullable Throwable cause) {
    super(details, cause);
  }
}
