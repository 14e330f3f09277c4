// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import org.pluginexecutor.server.value.PluginValue;

/**
 * The first frame of every connection. Immutable.
 *
 * @param role what the connection serves
 * @param protocol version that the shim speaks
 * @param nonce proof that the connection comes from the process that was given the nonce
 */
public record ShimHello(Role role, long protocol, String nonce) {

  /** What a connection serves. */
  public enum Role {
    CONTROL,
    CALL,
    STDOUT,
    STDERR;

    static Role of(String name) throws ShimProtocolException {
      return switch (name) {
        case "control" -> CONTROL;
        case "call" -> CALL;
        case "stdout" -> STDOUT;
        case "stderr" -> STDERR;
        default -> throw new ShimProtocolException("hello.role: not known");
      };
    }
  }

  public static ShimHello of(PluginValue.Dict message) throws ShimProtocolException {
    var fields = MessageReader.of(message, "hello");
    return new ShimHello(
        Role.of(fields.text("role")), fields.integer("protocol"), fields.text("nonce"));
  }
}
