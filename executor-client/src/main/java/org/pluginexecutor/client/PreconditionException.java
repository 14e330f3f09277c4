// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import org.jspecify.annotations.Nullable;

/** The server is not in a state for the call, for example has no runtime for the plugin. */
public final class PreconditionException extends ExecutorClientException {
  private static final long serialVersionUID = 1L;

  /** Keeps what is known about the failure. */
  public PreconditionException(FailureDetails details, @Nullable Throwable cause) {
    super(details, cause);
  }
}
