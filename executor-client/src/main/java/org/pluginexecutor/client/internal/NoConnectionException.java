// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import java.net.ConnectException;
import org.jspecify.annotations.Nullable;

/** There was no connection for a call; the message says why, and what would do. */
final class NoConnectionException extends ConnectException {
  private static final long serialVersionUID = 1L;

  NoConnectionException(String message, @Nullable Throwable cause) {
    super(message);
    initCause(cause);
  }
}
