// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.util.Locale;

/** How the server's log is written. Immutable. */
public enum LogFormat {
  /** Lines for people. */
  TEXT,
  /** One JSON object a line, for programs. */
  JSON;

  /** As settings name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
