// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import java.io.IOException;

/** The token is not to be had, or not to be sent; the call was not sent either. */
final class TokenException extends IOException {
  private static final long serialVersionUID = 1L;

  TokenException(String message) {
    super(message);
  }
}
