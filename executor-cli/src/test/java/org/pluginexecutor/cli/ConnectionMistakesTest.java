// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.config.ClientCertificate;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.config.TlsConfig;

/** What a user is told when there is no connection, or no token: docs/ERRORS.md has the table. */
class ConnectionMistakesTest {
  private static @Nullable TestAuthority made;

  @RegisterExtension static final RunningServer PLAIN = new RunningServer();

  @RegisterExtension
  static final RunningServer ENCRYPTED =
      new RunningServer(config -> encrypted(config, "server", ClientCertificate.OPTIONAL));

  @RegisterExtension
  static final RunningServer MUTUAL =
      new RunningServer(config -> encrypted(config, "server", ClientCertificate.REQUIRED));

  @RegisterExtension
  static final RunningServer ELSEWHERE =
      new RunningServer(config -> encrypted(config, "elsewhere", ClientCertificate.OPTIONAL));

  @TempDir Path directory;

  private static ServerConfig encrypted(
      ServerConfig config, String name, ClientCertificate clients) {
    if (made == null) {
      made =
          TestAuthority.in(config.dataDirectory().resolveSibling("authority"))
              .issue("server", "IP:127.0.0.1", 10)
              .issue("elsewhere", "DNS:executor.example,IP:192.0.2.1", 10);
    }
    return config.withListen(
        config
            .listen()
            .withTls(
                TlsConfig.of(made.certificate(name), made.key(name))
                    .withClients(Path.of(made.ca()), clients)));
  }

  private static TestAuthority authority() {
    return Options.required(made);
  }

  private static void assertSays(String target, String words, String... more) {
    assertFails(ExitCode.UNAVAILABLE, "target: " + target + ": " + words, target, more);
  }

  private static void assertFails(ExitCode code, String sentence, String target, String... more) {
    for (var command : List.of("plugin list", "call authenticate --instance x")) {
      var all = new ArrayList<>(List.of(command.split(" ", -1)));
      all.addAll(List.of("--target", target));
      all.addAll(Arrays.asList(more));
      var captured = Captured.run(all.toArray(String[]::new));

      assertThat(captured.err()).isEqualTo("plugin-executor: " + sentence + "\n");
      assertThat(captured.exitCode()).isEqualTo(code);
      assertThat(captured.out()).isEmpty();
    }
  }

  @Test
  void there_is_no_socket() {
    assertSays(
        "unix://" + directory.resolve("s"),
        "no such socket (expected: the socket of a running server)");
  }

  @Test
  void tls_is_spoken_to_a_port_without_it() {
    assertSays(
        PLAIN.target(),
        "answers without TLS (expected: a port with TLS, or options without it)",
        "--tls");
  }

  @Test
  void plain_text_is_spoken_to_a_port_with_tls() {
    assertSays(
        ENCRYPTED.target(),
        "closed at once (expected: a port without TLS, or options with it; and a server that has"
            + " room)");
  }

  @Test
  void the_authority_is_another_one() {
    var strangers = TestAuthority.in(directory.resolve("strangers"));

    assertSays(
        ENCRYPTED.target(),
        "its certificate was signed by CN=authority (expected: an authority of ca_file "
            + strangers.ca()
            + ")",
        "--ca-file",
        strangers.ca());
    assertSays(
        ENCRYPTED.target(),
        "its certificate was signed by CN=authority (expected: an authority that Java believes)",
        "--tls");
  }

  @Test
  void the_certificate_is_for_another_host() {
    assertSays(
        ELSEWHERE.target(),
        "its certificate is for 192.0.2.1, executor.example (expected: the name in the target is"
            + " one of the certificate)",
        "--ca-file",
        authority().ca());
  }

  @Test
  void the_server_wants_a_certificate_or_another_one() {
    var strangers =
        TestAuthority.in(directory.resolve("strangers")).issue("client", "DNS:client.example", 10);

    assertSays(
        MUTUAL.target(),
        "takes no client without a certificate, certificate_required (expected: a certificate that"
            + " the server believes)",
        "--ca-file",
        authority().ca());
    assertSays(
        MUTUAL.target(),
        "does not believe certificate_file "
            + strangers.certificate("client")
            + ", certificate_unknown (expected: a certificate that the server believes)",
        "--ca-file",
        authority().ca(),
        "--client-cert",
        strangers.certificate("client").toString(),
        "--client-key",
        strangers.key("client").toString());
  }

  @Test
  void the_file_of_the_token_cannot_be_used() throws IOException {
    var missing = directory.resolve("missing");
    var garbage = Files.writeString(directory.resolve("garbage"), "hunter2 hunter3");

    assertToken(missing, "no such file");
    assertToken(directory, "is a directory");
    assertToken(garbage, "malformed");
    assertToken(garbage.resolve("token"), "not a directory");
  }

  private static void assertToken(Path file, String words) {
    assertFails(
        ExitCode.REFUSED,
        "the call to "
            + PLAIN.target()
            + " failed: token: "
            + file
            + ": "
            + words
            + " (expected: a token)",
        PLAIN.target(),
        "--token-file",
        file.toString());
  }
}
