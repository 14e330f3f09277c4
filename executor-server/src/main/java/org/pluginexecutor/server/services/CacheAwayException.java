// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Says that the shared cache cannot be had now; the log has it already. */
final class CacheAwayException extends IOException {
  private static final long serialVersionUID = 1L;

  CacheAwayException(String reason, @Nullable Throwable cause) {
    super(reason, cause);
  }
}
