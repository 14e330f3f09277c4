// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import org.jspecify.annotations.Nullable;

/** Server and client are of versions that do not understand each other. */
public final class UnsupportedException extends ExecutorClientException {
  private static final long serialVersionUID = 1L;

  /** Keeps what is known about the failure. */
  public UnsupportedException(FailureDetails details, @Nullable Throwable cause) {
    super(details, cause);
  }
}
