// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import org.jspecify.annotations.Nullable;

/** Something of that name exists already, or another call is in the way. */
public final class ConflictException extends ExecutorClientException {
  private static final long serialVersionUID = 1L;

  /** Keeps what is known about the failure. */
  public ConflictException(FailureDetails details, @Nullable Throwable cause) {
    super(details, cause);
  }
}
