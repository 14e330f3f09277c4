// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import org.jspecify.annotations.Nullable;

/** The server cannot be reached, is stopping, or cannot start a worker. */
public final class UnavailableException extends ExecutorClientException {
  private static final long serialVersionUID = 1L;

  /** Keeps what is known about the failure. */
  public UnavailableException(FailureDetails details, @Nullable Throwable cause) {
    super(details, cause);
  }
}
