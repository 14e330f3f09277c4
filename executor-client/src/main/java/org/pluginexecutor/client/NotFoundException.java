// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import org.jspecify.annotations.Nullable;

/** The plugin, version or instance does not exist. */
public final class NotFoundException extends ExecutorClientException {
  private static final long serialVersionUID = 1L;

  /** Keeps what is known about the failure. */
  public NotFoundException(FailureDetails details, @Nullable Throwable cause) {
    super(details, cause);
  }
}
