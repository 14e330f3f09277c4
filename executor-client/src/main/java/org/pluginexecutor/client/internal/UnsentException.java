// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import io.grpc.StatusException;

/** No connection has taken the call, so that no server knows of it. */
final class UnsentException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient StatusException status;

  UnsentException(StatusException status) {
    super(status);
    this.status = status;
  }

  StatusException status() {
    return status;
  }
}
