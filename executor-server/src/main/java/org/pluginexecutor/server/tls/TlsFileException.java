// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.tls;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Says that what a setting of TLS names cannot be used. */
public final class TlsFileException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String key;
  private final String problem;

  TlsFileException(String key, String problem, @Nullable Throwable cause) {
    super(key + ": " + problem, cause);
    this.key = key;
    this.problem = problem;
  }

  /** Which setting, such as {@code tls.key-file}. */
  public String key() {
    return key;
  }

  /** What is wrong with what it names, in words. */
  public String problem() {
    return problem;
  }
}
