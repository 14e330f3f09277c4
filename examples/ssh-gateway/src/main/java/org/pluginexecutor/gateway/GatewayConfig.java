// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.pluginexecutor.client.PluginExecutorClientOptions;

/**
 * Everything that can be set. Immutable.
 *
 * @param listen where users connect to
 * @param hostKeyFile the gateway's own private key, in the form of OpenSSH
 * @param knownHostsFile the servers' host keys, in the form of OpenSSH's known_hosts
 * @param executor where plugins run
 * @param plugins which of them decide
 * @param asksPassword whether users are asked for a password of the gateway, for credential stores
 * @param maxUnfinished how many connections may wait for the end of their logins
 * @param timing how long the gateway waits for others
 */
record GatewayConfig(
    InetSocketAddress listen,
    Path hostKeyFile,
    Path knownHostsFile,
    Executor executor,
    PluginNames plugins,
    boolean asksPassword,
    int maxUnfinished,
    Timing timing) {
  static final int MAX_UNFINISHED = 100;

  /**
   * Where plugins run. Immutable.
   *
   * @param target {@code host:port} or {@code unix:///path}
   * @param tokenFile what the gateway shows; empty: what the client library finds
   * @param caFile who signed the executor's certificate; empty: no TLS
   */
  record Executor(String target, Optional<Path> tokenFile, Optional<Path> caFile) {
    PluginExecutorClientOptions clientOptions(Timing timing) {
      var options =
          PluginExecutorClientOptions.newBuilder()
              .target(target)
              .timeLimit(timing.hookTime())
              .reconnectTime(timing.reconnectTime());
      tokenFile.ifPresent(options::tokenFile);
      caFile.ifPresent(file -> options.tls().caFile(file));
      return options.build();
    }
  }
}
