// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.net.InetAddress;
import java.util.OptionalInt;

/**
 * The port for metrics and probes, over plain HTTP. Immutable.
 *
 * @param host address to listen on, not a name; default 127.0.0.1
 * @param port TCP port to listen on, 0 to 65535; 0 lets the system choose one; default none, so
 *     that a server takes no port that nobody named
 * @param remote whether the address may be one that other machines reach; default no
 */
public record AdminConfig(String host, OptionalInt port, boolean remote) {
  public AdminConfig {
    if (port.isPresent() && (port.getAsInt() < 0 || port.getAsInt() > 65535)) {
      throw new IllegalArgumentException(
          "admin.port: " + port.getAsInt() + " (expected: 0 to 65535)");
    }
    if (!literal(host).isLoopbackAddress() && !remote) {
      throw new IllegalArgumentException(
          "admin.host: "
              + host
              + " (expected: an address of loopback such as 127.0.0.1; with admin.remote: true"
              + " another one, where a closed network keeps strangers from it)");
    }
  }

  public static AdminConfig defaults() {
    return new AdminConfig("127.0.0.1", OptionalInt.empty(), false);
  }

  /** At the same address. */
  public AdminConfig withPort(int newPort) {
    return new AdminConfig(host, OptionalInt.of(newPort), remote);
  }

  /** Where to listen. */
  public InetAddress address() {
    return literal(host);
  }

  /** Names are not looked up: what they stand for can change. */
  private static InetAddress literal(String host) {
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "admin.host: " + host + " (expected: an IP address such as 127.0.0.1)", e);
    }
  }
}
