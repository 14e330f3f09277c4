// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import org.jspecify.annotations.Nullable;

/**
 * The server does not know this caller ({@code UNAUTHENTICATED}) or does not let it do that ({@code
 * NOT_ALLOWED}, {@code PLUGIN_NOT_TRUSTED}); without a reason: the token could not be read, or must
 * not be sent in the clear. The hook did not run.
 */
public final class AccessException extends ExecutorClientException {
  private static final long serialVersionUID = 1L;

  /** Keeps what is known about the failure. */
  public AccessException(FailureDetails details, @Nullable Throwable cause) {
    super(details, cause);
  }
}
