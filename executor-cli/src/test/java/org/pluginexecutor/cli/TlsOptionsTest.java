// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.config.ClientCertificate;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.config.TlsConfig;

/** The options of TLS and of tokens as users type them, against a server that wants both. */
class TlsOptionsTest {
  private static TestAuthority authority = new TestAuthority(Path.of(""));
  private static Path socket = Path.of("");

  @RegisterExtension
  static final RunningServer SERVER = new RunningServer(TlsOptionsTest::encrypted);

  @RegisterExtension static final RunningServer PLAIN = new RunningServer();

  @TempDir Path directory;

  private static ServerConfig encrypted(ServerConfig config) {
    authority =
        TestAuthority.in(config.dataDirectory().resolveSibling("authority"))
            .issue("server", "IP:127.0.0.1", 10)
            .issue("desk", "DNS:desk.example", 10)
            .issue("nobody", "DNS:nobody.example", 10);
    socket = config.dataDirectory().resolveSibling("s");
    var callers = config.dataDirectory().resolveSibling("callers");
    try {
      Files.writeString(callers, "desk manage dns:desk.example\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return config
        .withAccess(config.access().withFile(callers))
        .withListen(
            config
                .listen()
                .alsoAt(socket)
                .withTls(
                    TlsConfig.of(authority.certificate("server"), authority.key("server"))
                        .withClients(Path.of(authority.ca()), ClientCertificate.OPTIONAL)));
  }

  private static Captured list(Map<String, String> environment, String... more) {
    var all = new ArrayList<>(List.of("plugin", "list"));
    all.addAll(Arrays.asList(more));
    // Whoever runs the tests may have a server, whose token would be found and shown.
    var withoutToken = new HashMap<>(environment);
    withoutToken.putIfAbsent("XDG_DATA_HOME", "/nonexistent");
    return Captured.runWith(withoutToken, all.toArray(String[]::new));
  }

  private static void assertWorks(Captured captured) {
    assertThat(captured.exitCode()).as(captured.err()).isEqualTo(ExitCode.OK);
    assertThat(captured.err()).isEmpty();
  }

  private static void assertFails(Captured captured, ExitCode code, String sentence) {
    assertThat(captured.err()).isEqualTo("plugin-executor: " + sentence + "\n");
    assertThat(captured.exitCode()).isEqualTo(code);
    assertThat(captured.out()).isEmpty();
  }

  private static String pem(String name) {
    return authority.certificate(name).toString();
  }

  private static String key(String name) {
    return authority.key(name).toString();
  }

  @Test
  void a_token_over_tls() {
    assertWorks(
        list(
            Map.of(),
            "--target",
            SERVER.target(),
            "--ca-file",
            authority.ca(),
            "--token-file",
            SERVER.tokenFile()));
  }

  @Test
  void a_certificate_instead_of_a_token() {
    assertWorks(
        list(
            Map.of(),
            "--target",
            SERVER.target(),
            "--tls",
            "--ca-file",
            authority.ca(),
            "--client-cert",
            pem("desk"),
            "--client-key",
            key("desk")));
  }

  @Test
  void a_token_that_merely_lies_there_does_not_outweigh_a_certificate() throws IOException {
    var data = Files.createDirectories(directory.resolve("plugin-executor"));
    Files.writeString(data.resolve("token"), "pex_of_another_server");

    assertWorks(
        list(
            Map.of("XDG_DATA_HOME", directory.toString()),
            "--target",
            SERVER.target(),
            "--ca-file",
            authority.ca(),
            "--client-cert",
            pem("desk"),
            "--client-key",
            key("desk")));
  }

  @Test
  void everything_in_the_environment() {
    assertWorks(
        list(
            Map.of(
                "PLUGIN_EXECUTOR_TARGET",
                SERVER.target(),
                "PLUGIN_EXECUTOR_TLS",
                "true",
                "PLUGIN_EXECUTOR_CA_FILE",
                authority.ca(),
                "PLUGIN_EXECUTOR_CLIENT_CERT",
                pem("desk"),
                "PLUGIN_EXECUTOR_CLIENT_KEY",
                key("desk"))));
  }

  @Test
  void options_count_more_than_the_environment() {
    assertWorks(
        list(
            Map.of(
                "PLUGIN_EXECUTOR_TARGET",
                "127.0.0.1:1",
                "PLUGIN_EXECUTOR_CA_FILE",
                "/nonexistent",
                "PLUGIN_EXECUTOR_CLIENT_CERT",
                pem("nobody"),
                "PLUGIN_EXECUTOR_CLIENT_KEY",
                key("nobody")),
            "--target",
            SERVER.target(),
            "--ca-file",
            authority.ca(),
            "--client-cert",
            pem("desk"),
            "--client-key",
            key("desk")));
  }

  @Test
  void a_socket_needs_none_of_it_whatever_the_environment_says() {
    assertWorks(
        list(
            Map.of(
                "PLUGIN_EXECUTOR_TLS",
                "true",
                "PLUGIN_EXECUTOR_CA_FILE",
                "/nonexistent",
                "PLUGIN_EXECUTOR_TOKEN_FILE",
                SERVER.tokenFile()),
            "--target",
            "unix://" + socket));
  }

  @Test
  void a_certificate_that_nobody_listed_may_nothing() {
    var refused =
        list(
            Map.of(),
            "--target",
            SERVER.target(),
            "--ca-file",
            authority.ca(),
            "--client-cert",
            pem("nobody"),
            "--client-key",
            key("nobody"));

    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.err()).startsWith("plugin-executor: caller: ");
    assertThat(refused.err().lines()).hasSize(1);
  }

  @Test
  void a_certificate_and_its_key_come_together() {
    assertFails(
        list(Map.of(), "--client-cert", pem("desk")),
        ExitCode.USAGE,
        "--client-key: none (expected: the key of --client-cert)");
    assertFails(
        list(Map.of("PLUGIN_EXECUTOR_CLIENT_KEY", key("desk"))),
        ExitCode.USAGE,
        "--client-cert: none (expected: the certificate of --client-key)");
    assertFails(
        list(Map.of(), "--client-cert", pem("desk"), "--client-key", key("nobody")),
        ExitCode.MISSING,
        "key_file: "
            + key("nobody")
            + ": the key of another certificate (expected: the one of certificate_file)");
  }

  @Test
  void files_that_cannot_be_used_are_named() throws IOException {
    var missing = directory.resolve("missing").toString();
    var text = Files.writeString(directory.resolve("text"), "text").toString();

    assertFails(
        list(Map.of(), "--ca-file", missing),
        ExitCode.MISSING,
        "ca_file: " + missing + ": no such file (expected: a file that can be read)");
    assertFails(
        list(Map.of(), "--ca-file", directory.toString()),
        ExitCode.MISSING,
        "ca_file: " + directory + ": is a directory (expected: a file that can be read)");
    assertFails(
        list(Map.of(), "--ca-file", text),
        ExitCode.MISSING,
        "ca_file: " + text + ": no certificates (expected: certificates in PEM)");
    assertFails(
        list(Map.of(), "--client-cert", pem("desk"), "--client-key", text),
        ExitCode.MISSING,
        "key_file: "
            + text
            + ": no private key (expected: PKCS #8 in PEM without a password; 'openssl pkcs8"
            + " -topk8 -nocrypt' makes it of others)");
  }

  @Test
  void what_is_neither_true_nor_false_is_no_guess() {
    assertFails(
        list(Map.of("PLUGIN_EXECUTOR_TLS", "yes")),
        ExitCode.USAGE,
        "PLUGIN_EXECUTOR_TLS: yes (expected: true or false)");
  }

  @Test
  void a_token_goes_in_the_clear_to_another_machine_only_where_that_is_said() {
    // It happens to be this machine, and the client does not know.
    var port = PLAIN.target().substring(PLAIN.target().lastIndexOf(':') + 1);
    var target = "[::ffff:127.0.0.1]:" + port;

    assertFails(
        list(Map.of(), "--target", target, "--token-file", PLAIN.tokenFile()),
        ExitCode.REFUSED,
        "the call to "
            + target
            + " failed: token: not sent over a connection that is not encrypted (expected: TLS,"
            + " a server on this machine, or leave to send it in the clear)");
    assertWorks(
        list(
            Map.of(),
            "--target",
            target,
            "--token-file",
            PLAIN.tokenFile(),
            "--token-over-plain-text"));
  }
}
