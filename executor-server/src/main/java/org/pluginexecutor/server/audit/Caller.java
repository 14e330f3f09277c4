// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.audit;

/**
 * Who asked for a change. Immutable.
 *
 * @param name the name that the server knows the caller by
 * @param address the caller's end of the connection; empty: the server itself
 */
public record Caller(String name, String address) {
  /** The server itself, for what it does without being asked. */
  public static final Caller SERVER = new Caller("server", "");
}
