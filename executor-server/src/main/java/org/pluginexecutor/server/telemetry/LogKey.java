// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.telemetry;

/** Keys of the logging context, in the order in which they stand in a line. */
public enum LogKey {
  SESSION_ID("session_id"),
  INVOCATION_ID("invocation_id"),
  PLUGIN("plugin"),
  HOOK("hook"),
  TRACE_ID("trace_id"),
  CALLER("caller"),
  /** Where a line of a plugin comes from: stdout, stderr or executor. */
  STREAM("stream"),
  /** When a line of a plugin was printed: it is logged when the call is over. */
  PRINTED("printed");

  private final String key;

  LogKey(String key) {
    this.key = key;
  }

  public String key() {
    return key;
  }
}
