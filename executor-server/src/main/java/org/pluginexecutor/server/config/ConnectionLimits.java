// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.time.Duration;

/**
 * Bounds of connections that an operator can set. Immutable.
 *
 * @param connections how many there may be at once; default 1024
 * @param callsPerConnection how many calls each may have at once; default 2048, more than the slots
 *     and the queue of the defaults, so that who is over them is told so
 * @param messageBytes how much the messages of all calls may take together until the calls end;
 *     default a quarter of the Java heap
 * @param handshakeTime how long a connection may take until it speaks HTTP/2; default 10 s
 * @param idleTime after which time a connection without calls is closed; default 30 min
 * @param age after which time a connection takes no more calls; default 1 h
 */
public record ConnectionLimits(
    int connections,
    int callsPerConnection,
    long messageBytes,
    Duration handshakeTime,
    Duration idleTime,
    Duration age) {
  /** The least that takes the largest message, with the rest of a flow control window. */
  public static final long LEAST_MESSAGE_BYTES = 32L << 20;

  public ConnectionLimits {
    requirePositive("server.max-connections", connections);
    requirePositive("server.max-calls-per-connection", callsPerConnection);
    if (messageBytes < LEAST_MESSAGE_BYTES) {
      throw new IllegalArgumentException(
          "server.max-message-memory: "
              + messageBytes
              + " (expected: >= "
              + LEAST_MESSAGE_BYTES
              + ")");
    }
    requirePositive("server.handshake-timeout", handshakeTime.toMillis());
    requirePositive("server.connection-idle-time", idleTime.toMillis());
    requirePositive("server.connection-age", age.toMillis());
  }

  public static ConnectionLimits defaults() {
    return new ConnectionLimits(
        1024,
        2048,
        Math.max(LEAST_MESSAGE_BYTES, Runtime.getRuntime().maxMemory() / 4),
        Duration.ofSeconds(10),
        Duration.ofMinutes(30),
        Duration.ofHours(1));
  }

  private static void requirePositive(String key, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + ": " + value + " (expected: > 0)");
    }
  }
}
