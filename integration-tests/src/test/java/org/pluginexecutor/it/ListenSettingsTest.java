// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pluginexecutor.server.config.ClientCertificate;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.settings.ConfigException;
import org.pluginexecutor.server.settings.ConfigLoader;
import org.pluginexecutor.server.settings.ConfigSources;

/** Settings of listening: those that are wrong are named, with what is wrong about them. */
class ListenSettingsTest {
  private static Path directory;

  @BeforeAll
  static void make(@TempDir Path made, @TempDir Path other) throws IOException {
    directory = made;
    var certificates =
        TestCertificates.in(made)
            .issue("server", 20)
            .issue("other", 20)
            .issueExpired("expired")
            .issueOfKind("rsa", "rsa:2048")
            .issueOfKind("ed", "ed25519");
    certificates.list("old", "-crl_lastupdate 200101000000Z -crl_nextupdate 200102000000Z");
    certificates.list("now", "-crldays 3");
    Files.copy(TestCertificates.in(other).ca(), made.resolve("other-ca.pem"));
    TestCertificates.openssl(
        made, "pkcs8 -topk8 -in server.key -passout pass:secret -out locked.key");
    TestCertificates.openssl(made, "rsa -traditional -in rsa.key -out old.key");
    Files.writeString(made.resolve("empty"), "");
    join("unordered.pem", "server.pem", "other.pem");
    join("chain.pem", "server.pem", "ca.pem");
  }

  private static void join(String name, String first, String second) throws IOException {
    Files.writeString(
        directory.resolve(name),
        Files.readString(directory.resolve(first)) + Files.readString(directory.resolve(second)));
  }

  /** Settings as variables, with @ for the directory of the files. */
  private static ServerConfig load(String settings) throws ConfigException {
    var environment = new HashMap<String, String>();
    for (var setting : settings.split(" ", -1)) {
      int equals = setting.indexOf('=');
      environment.put(
          "PLUGIN_EXECUTOR_" + setting.substring(0, equals),
          setting.substring(equals + 1).replace("@", directory + "/"));
    }
    return ConfigLoader.load(
            new ConfigSources(directory.resolve("d"), Optional.empty(), environment, Map.of()))
        .config();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SERVER_HOST=0.0.0.0 | server.host: 0.0.0.0 (expected: an address of loopback such as",
        "SERVER_HOST=:: | server.host: :: (expected: an address of loopback such as",
        "SERVER_HOST=192.0.2.1 | server.host: 192.0.2.1 (expected: an address of loopback such as",
        "SERVER_ALLOW_REMOTE_PLAIN_TEXT=yes | server.allow-remote-plain-text: yes (expected: true",
        "SERVER_TCP=false | server.tcp: false (expected: true where there is no server.socket",
        "SERVER_SOCKET=@no/s | server.socket: @no/s (expected: a path in a directory that exists",
        "SERVER_SOCKET=/ | server.socket: / (expected: a path in a directory that exists",
        "SERVER_SOCKET=@server.pem | server.socket: @server.pem (expected: a path where nothing",
        "SERVER_SOCKET=@. | server.socket: @. (expected: a path where nothing else is",
        "SERVER_SOCKET_ACCESS=all | server.socket-access: all (expected: owner or group",
        "SERVER_MAX_CONNECTIONS=0 | server.max-connections: 0 (expected: a whole number, 1 to",
        "SERVER_MAX_MESSAGE_MEMORY=1MiB | server.max-message-memory: 1MiB (expected: a size such",
        "SERVER_HANDSHAKE_TIMEOUT=0s | server.handshake-timeout: 0s (expected: a duration such",
        "SERVER_CONNECTION_AGE=1 | server.connection-age: 1 (expected: a duration such as 30s",
        "TLS_CERTIFICATE_FILE=@server.pem | tls.key-file: none (expected: the private key of",
        "TLS_KEY_FILE=@server.key | tls.certificate-file: none (expected: the certificate of",
        "TLS_CLIENT_CA_FILE=@ca.pem | tls.certificate-file: none (expected: a certificate of",
        "TLS_CLIENT_CERTIFICATE=required | tls.client-ca-file: none (expected: who signs",
        "TLS_CLIENT_REVOCATION_FILE=@no.crl | tls.client-ca-file: none (expected: who signs",
        "TLS_CLIENT_CERTIFICATE=maybe | tls.client-certificate: maybe (expected: none, optional",
        "TLS_RELOAD_PERIOD=10 | tls.reload-period: 10 (expected: a duration such as 30s, 10ms",
        "@no.pem,@server.key | tls.certificate-file: @no.pem: NoSuchFileException (expected: a",
        "@empty,@server.key | tls.certificate-file: @empty: no certificates (expected:",
        "@server.key,@server.key | tls.certificate-file: @server.key: no certificates (expected:",
        "@expired.pem,@expired.key | tls.certificate-file: @expired.pem: valid from ",
        "@unordered.pem,@server.key | tls.certificate-file: @unordered.pem: certificate 2 did not",
        "@server.pem,@no.key | tls.key-file: @no.key: NoSuchFileException (expected: a file that",
        "@server.pem,@server.pem | tls.key-file: @server.pem: no private key (expected: PKCS #8",
        "@server.pem,@other.key | tls.key-file: @other.key: the key of another certificate",
        "@server.pem,@rsa.key | tls.key-file: @rsa.key: no EC key (expected: the private key of",
        "@server.pem,@locked.key | tls.key-file: @locked.key: encrypted (expected: PKCS #8 in PEM",
        "@rsa.pem,@old.key | tls.key-file: @old.key: no private key (expected: PKCS #8 in PEM",
        "@server.pem,@server.key,@empty | tls.client-ca-file: @empty: no certificates (expected:",
        "@server.pem,@server.key,@no | tls.client-ca-file: @no: NoSuchFileException (expected: a",
        "@server.pem,@server.key,@ca.pem,@no | tls.client-revocation-file: @no: NoSuchFileExc",
        "@server.pem,@server.key,@ca.pem,@empty | tls.client-revocation-file: @empty: no revoc",
        "@server.pem,@server.key,@ca.pem,@ca.pem | tls.client-revocation-file: @ca.pem: no rev",
        "@server.pem,@server.key,@ca.pem,@old.crl | tls.client-revocation-file: @old.crl: the list"
            + " of CN=authority is valid from 2020-01-01T00:00:00Z to 2020-01-02T00:00:00Z",
        "@server.pem,@server.key,@other-ca.pem,@now.crl | tls.client-revocation-file: @now.crl: the"
            + " list of CN=authority has the signature of somebody else (expected: lists of those",
      })
  void what_is_wrong_is_named(String settings, String message) {
    assertThatThrownBy(() -> load(asVariables(settings)))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e -> {
              assertThat(e.errors()).hasSize(1);
              assertThat(e.errors().getFirst().toString())
                  .contains(message.replace("@", directory + "/"));
            });
  }

  /** Files of TLS are given by their names alone: certificate, key, authority of callers, lists. */
  private static String asVariables(String settings) {
    if (settings.contains("=")) {
      return settings;
    }
    var names = settings.split(",", -1);
    return "TLS_CERTIFICATE_FILE="
        + names[0]
        + " TLS_KEY_FILE="
        + names[1]
        + (names.length > 2 ? " TLS_CLIENT_CA_FILE=" + names[2] : "")
        + (names.length > 3 ? " TLS_CLIENT_REVOCATION_FILE=" + names[3] : "");
  }

  @Test
  void encryption_and_no_port_do_not_go_together() {
    var settings = asVariables("@server.pem,@server.key") + " SERVER_TCP=false SERVER_SOCKET=@s";

    assertThatThrownBy(() -> load(settings))
        .hasMessageContaining("server.tcp: false (expected: true where there is a tls.cert");
  }

  @ParameterizedTest
  @CsvSource({"server", "chain", "rsa", "ed"})
  void keys_of_each_kind_and_chains_are_taken(String name) throws Exception {
    var key = name.equals("chain") ? "server" : name;

    var config = load(asVariables("@" + name + ".pem,@" + key + ".key") + " SERVER_HOST=0.0.0.0");

    assertThat(config.listen().tls().isOn()).isTrue();
    assertThat(config.listen().tls().clientCertificate()).isEqualTo(ClientCertificate.NONE);
  }

  @Test
  void an_authority_of_callers_means_that_they_need_a_certificate() throws Exception {
    var config = load(asVariables("@server.pem,@server.key,@ca.pem"));

    assertThat(config.listen().tls().clientCertificate()).isEqualTo(ClientCertificate.REQUIRED);
  }

  @Test
  void plain_text_for_others_takes_as_many_words() throws Exception {
    var config = load("SERVER_HOST=0.0.0.0 SERVER_ALLOW_REMOTE_PLAIN_TEXT=true");

    assertThat(config.listen().allowRemotePlainText()).isTrue();
  }
}
