// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

/**
 * A worker ended before it had read what it was asked for, so no code of the plugin has run:
 * another worker may be asked.
 */
public final class UnreadRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnreadRequestException(Throwable cause) {
    super("a worker ended before it had read its request", cause);
  }
}
