// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.telemetry;

/** Keys of the logging context. */
public enum LogKey {
  INVOCATION_ID("invocation_id"),
  SESSION_ID("session_id"),
  HOOK("hook");

  private final String key;

  LogKey(String key) {
    this.key = key;
  }

  public String key() {
    return key;
  }
}
