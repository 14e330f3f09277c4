// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.secret;

import java.io.IOException;

/** Sealed bytes that are damaged, cut off, or were sealed for another context or by another key. */
public final class BrokenSealException extends IOException {
  private static final long serialVersionUID = 1L;

  public BrokenSealException(String message) {
    super(message);
  }
}
