// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.pluginexecutor.server.config.ClientCertificate;
import org.pluginexecutor.server.config.ConnectionLimits;
import org.pluginexecutor.server.config.SocketAccess;

/** The rows of the table that say how callers reach the server. Stateless. */
final class ListenKeys {
  private static final String LONGEST = "8760h";

  static final ConfigKey<Boolean> TCP =
      ConfigKey.of(
              "server.tcp",
              Forms.trueOrFalse(),
              config -> config.listen().tcp(),
              "Listen on the TCP port; false where the socket is enough.")
          .withFlag("--tcp");
  static final ConfigKey<Boolean> ALLOW_REMOTE_PLAIN_TEXT =
      ConfigKey.of(
              "server.allow-remote-plain-text",
              Forms.trueOrFalse(),
              config -> config.listen().allowRemotePlainText(),
              "Let the address be one that other machines reach though nothing is encrypted:"
                  + " whoever sees the network sees every password.")
          .withFlag("--allow-remote-plain-text");
  static final ConfigKey<Path> SOCKET =
      ConfigKey.optional(
              "server.socket",
              Forms.path("FILE", "the path of a Unix socket, of at most 96 bytes"),
              config -> config.listen().socket(),
              "none",
              "Unix socket to listen on, besides the TCP port or instead of it; made at the start"
                  + " and removed at the end.")
          .withFlag("--socket");
  static final ConfigKey<SocketAccess> SOCKET_ACCESS =
      ConfigKey.of(
              "server.socket-access",
              Forms.word(
                  "WHO", List.of(SocketAccess.OWNER, SocketAccess.GROUP), SocketAccess::label),
              config -> config.listen().socketAccess(),
              "Who may connect to that socket: owner (the server's user, mode 0600) or group (its"
                  + " group as well, mode 0660).")
          .withFlag("--socket-access");
  static final ConfigKey<Integer> MAX_CONNECTIONS =
      ConfigKey.of(
          "server.max-connections",
          Forms.number(1, 1_000_000),
          config -> config.listen().limits().connections(),
          "How many connections there may be at once; more are closed as they come.");
  static final ConfigKey<Integer> MAX_CALLS_PER_CONNECTION =
      ConfigKey.of(
          "server.max-calls-per-connection",
          Forms.number(1, 1_000_000),
          config -> config.listen().limits().callsPerConnection(),
          "How many calls a connection may have at once; more wait at the caller.");
  static final ConfigKey<Long> MAX_MESSAGE_MEMORY =
      ConfigKey.of(
              "server.max-message-memory",
              Forms.size(ConnectionLimits.LEAST_MESSAGE_BYTES, 1L << 40),
              config -> config.listen().limits().messageBytes(),
              "How much of what callers have sent may be held at once, until their calls end;"
                  + " calls beyond it are refused.")
          .withDefaultWords("a quarter of the largest Java heap");
  static final ConfigKey<Duration> HANDSHAKE_TIMEOUT =
      ConfigKey.of(
          "server.handshake-timeout",
          Forms.duration("10ms", "10m"),
          config -> config.listen().limits().handshakeTime(),
          "How long a connection may take until it speaks HTTP/2.");
  static final ConfigKey<Duration> CONNECTION_IDLE_TIME =
      ConfigKey.of(
          "server.connection-idle-time",
          Forms.duration("100ms", LONGEST),
          config -> config.listen().limits().idleTime(),
          "After which time a connection without calls is closed.");
  static final ConfigKey<Duration> CONNECTION_AGE =
      ConfigKey.of(
          "server.connection-age",
          Forms.duration("100ms", LONGEST),
          config -> config.listen().limits().age(),
          "After which time a connection takes no more calls; those that run may end.");

  static final ConfigKey<Path> TLS_CERTIFICATE_FILE =
      ConfigKey.optional(
              "tls.certificate-file",
              Forms.path("FILE", "the path of certificates in PEM"),
              config -> config.listen().tls().certificateFile(),
              "none",
              "The server's certificate, followed by those that signed it: encrypt the TCP port."
                  + " It is read again when it changes, like the other files of this section.")
          .withFlag("--tls-certificate");
  static final ConfigKey<Path> TLS_KEY_FILE =
      ConfigKey.optional(
              "tls.key-file",
              Forms.path("FILE", "the path of a private key, PKCS #8 in PEM"),
              config -> config.listen().tls().keyFile(),
              "none",
              "The private key of that certificate.")
          .withFlag("--tls-key");
  static final ConfigKey<Path> TLS_CLIENT_CA_FILE =
      ConfigKey.optional(
              "tls.client-ca-file",
              Forms.path("FILE", "the path of certificates in PEM"),
              config -> config.listen().tls().clientCaFile(),
              "none",
              "Who signs the certificates of callers.")
          .withFlag("--tls-client-ca");
  static final ConfigKey<Path> TLS_CLIENT_REVOCATION_FILE =
      ConfigKey.optional(
              "tls.client-revocation-file",
              Forms.path("FILE", "the path of certificate revocation lists in PEM"),
              config -> config.listen().tls().clientRevocationFile(),
              "none",
              "Which of those certificates are revoked: a list of each authority. Who shows a"
                  + " certificate for which no list is valid now is refused too.")
          .withFlag("--tls-client-revocations");
  static final ConfigKey<ClientCertificate> TLS_CLIENT_CERTIFICATE =
      ConfigKey.of(
              "tls.client-certificate",
              Forms.word(
                  "WHETHER",
                  List.of(
                      ClientCertificate.NONE,
                      ClientCertificate.OPTIONAL,
                      ClientCertificate.REQUIRED),
                  ClientCertificate::label),
              config -> config.listen().tls().clientCertificate(),
              "Whether callers show a certificate: none, optional (one that is shown must be"
                  + " valid) or required.")
          .withFlag("--tls-client-certificate")
          .withDefaultWords("required where there is a tls.client-ca-file, else none");
  static final ConfigKey<Duration> TLS_RELOAD_PERIOD =
      ConfigKey.of(
          "tls.reload-period",
          Forms.duration("10ms", "24h"),
          config -> config.listen().tls().reloadPeriod(),
          "How often these files are looked at.");

  /** Those of the section server, which has others besides. */
  static final List<ConfigKey<?>> SERVER =
      List.of(
          TCP,
          ALLOW_REMOTE_PLAIN_TEXT,
          SOCKET,
          SOCKET_ACCESS,
          MAX_CONNECTIONS,
          MAX_CALLS_PER_CONNECTION,
          MAX_MESSAGE_MEMORY,
          HANDSHAKE_TIMEOUT,
          CONNECTION_IDLE_TIME,
          CONNECTION_AGE);

  static final List<ConfigKey<?>> TLS =
      List.of(
          TLS_CERTIFICATE_FILE,
          TLS_KEY_FILE,
          TLS_CLIENT_CA_FILE,
          TLS_CLIENT_REVOCATION_FILE,
          TLS_CLIENT_CERTIFICATE,
          TLS_RELOAD_PERIOD);

  private ListenKeys() {}
}
