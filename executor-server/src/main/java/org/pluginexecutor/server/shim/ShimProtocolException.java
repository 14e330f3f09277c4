// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import java.io.IOException;

/** The other side sent something that the protocol does not allow. */
public final class ShimProtocolException extends IOException {
  private static final long serialVersionUID = 1L;

  public ShimProtocolException(String message) {
    super(message);
  }

  public ShimProtocolException(String message, Throwable cause) {
    super(message, cause);
  }
}
