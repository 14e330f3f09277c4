// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

/**
 * The server's log. Immutable.
 *
 * @param format how it is written; default text
 */
public record LogConfig(LogFormat format) {
  public static LogConfig defaults() {
    return new LogConfig(LogFormat.TEXT);
  }
}
