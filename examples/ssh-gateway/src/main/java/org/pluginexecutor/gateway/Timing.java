// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import java.time.Duration;

/**
 * How long the gateway waits for others. Immutable.
 *
 * @param loginTime for a user, from the connection to the end of the login; hooks count too
 * @param hookTime for a hook
 * @param reconnectTime for an executor that is being started anew, before a call is given up
 * @param connectTime for a server, at each step of a login there
 * @param endingTime for an executor that has to hear of the end of a session
 * @param stopTime for the ends of all sessions when the gateway stops
 */
record Timing(
    Duration loginTime,
    Duration hookTime,
    Duration reconnectTime,
    Duration connectTime,
    Duration endingTime,
    Duration stopTime) {
  static Timing defaults() {
    return new Timing(
        Duration.ofMinutes(2),
        Duration.ofMinutes(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofMinutes(10),
        Duration.ofSeconds(30));
  }
}
