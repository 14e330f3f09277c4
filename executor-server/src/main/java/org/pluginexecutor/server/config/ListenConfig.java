// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How callers reach the server, besides its host and port. Immutable.
 *
 * @param tcp whether it listens on its TCP port; default yes
 * @param socket path of a Unix socket to listen on; default none
 * @param socketAccess whom the socket lets connect; default the server's user
 * @param allowRemotePlainText whether the TCP port may be one that other machines reach without
 *     encryption; default no
 * @param tls encryption of the TCP port; default none
 * @param limits bounds of connections
 */
public record ListenConfig(
    boolean tcp,
    Optional<Path> socket,
    SocketAccess socketAccess,
    boolean allowRemotePlainText,
    TlsConfig tls,
    ConnectionLimits limits) {
  /**
   * The kernel takes 107 bytes; the socket is made under a name of nine beside it before it has its
   * own.
   */
  private static final int SOCKET_PATH_BYTES = 96;

  public ListenConfig {
    if (!tcp && socket.isEmpty()) {
      throw new IllegalArgumentException(
          "server.tcp: false (expected: true where there is no server.socket)");
    }
    if (!tcp && tls.isOn()) {
      throw new IllegalArgumentException(
          "server.tcp: false (expected: true where there is a tls.certificate-file; nothing is"
              + " encrypted at a Unix socket)");
    }
    socket.ifPresent(ListenConfig::checkLength);
  }

  private static void checkLength(Path socket) {
    if (socket.toString().getBytes(StandardCharsets.UTF_8).length > SOCKET_PATH_BYTES) {
      throw new IllegalArgumentException(
          "server.socket: "
              + socket
              + " (expected: a path of at most "
              + SOCKET_PATH_BYTES
              + " bytes)");
    }
  }

  public static ListenConfig defaults() {
    return new ListenConfig(
        true,
        Optional.empty(),
        SocketAccess.OWNER,
        false,
        TlsConfig.off(),
        ConnectionLimits.defaults());
  }

  /** At a Unix socket alone. */
  public ListenConfig onlyAt(Path newSocket) {
    return new ListenConfig(
        false, Optional.of(newSocket), socketAccess, allowRemotePlainText, tls, limits);
  }

  /** At a Unix socket besides. */
  public ListenConfig alsoAt(Path newSocket) {
    return new ListenConfig(
        tcp, Optional.of(newSocket), socketAccess, allowRemotePlainText, tls, limits);
  }

  public ListenConfig withSocketAccess(SocketAccess newAccess) {
    return new ListenConfig(tcp, socket, newAccess, allowRemotePlainText, tls, limits);
  }

  public ListenConfig withTls(TlsConfig newTls) {
    return new ListenConfig(tcp, socket, socketAccess, allowRemotePlainText, newTls, limits);
  }

  public ListenConfig withLimits(ConnectionLimits newLimits) {
    return new ListenConfig(tcp, socket, socketAccess, allowRemotePlainText, tls, newLimits);
  }

  /** Whether this address may be listened on: without encryption only loopback, unless said. */
  public boolean allows(InetAddress address) {
    return tls.isOn() || allowRemotePlainText || address.isLoopbackAddress();
  }
}
