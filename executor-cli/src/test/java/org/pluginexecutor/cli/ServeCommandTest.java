// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServeCommandTest {
  @TempDir Path directory;

  @Test
  @Timeout(30)
  void says_where_it_serves_and_keeps_its_data_where_it_is_told() throws Exception {
    var pipe = new PipedInputStream();
    var out = new PrintStream(new PipedOutputStream(pipe), true, StandardCharsets.UTF_8);
    var environment = Map.of("XDG_DATA_HOME", directory.toString());
    var terminal = new Terminal(out, System.err, Style.PLAIN, environment, Optional.empty());
    var serve = new FutureTask<>(() -> Cli.run(terminal, "serve", "--port", "0", "--slots", "2"));
    var thread = new Thread(serve, "serve");
    thread.start();
    try (var lines = new BufferedReader(new InputStreamReader(pipe, StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      assertThat(line).matches("serving on 127\\.0\\.0\\.1:[0-9]+");
      String target = line.substring(line.lastIndexOf(' ') + 1);

      var token = directory.resolve("plugin-executor/token");
      assertThat(lines.readLine()).isEqualTo("token in " + token);
      // Whoever has the same default data directory finds the token there.
      var list = Captured.runWith(environment, "plugin", "list", "--target", target);
      assertThat(list.exitCode()).as(list.err()).isEqualTo(ExitCode.OK);
      var elsewhere = Map.of("XDG_DATA_HOME", "/nowhere");
      var stranger = Captured.runWith(elsewhere, "plugin", "list", "--target", target);
      assertThat(stranger.exitCode()).isEqualTo(ExitCode.REFUSED);
      assertThat(directory.resolve("plugin-executor")).isDirectory();

      thread.interrupt();
      assertThat(serve.get(20, TimeUnit.SECONDS)).isEqualTo(ExitCode.FAILURE);
      var gone = Captured.run("plugin", "list", "--target", target);
      assertThat(gone.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
    }
  }

  @Test
  @Timeout(30)
  void holds_packages_against_the_rules_that_it_is_told() throws Exception {
    var pipe = new PipedInputStream();
    var out = new PrintStream(new PipedOutputStream(pipe), true, StandardCharsets.UTF_8);
    var environment = Map.of("XDG_DATA_HOME", directory.resolve("data").toString());
    var terminal = new Terminal(out, System.err, Style.PLAIN, environment, Optional.empty());
    String[] options = {
      "serve",
      "--port",
      "0",
      "--relaxed-names",
      "--api-version",
      "1.3",
      "--product-version",
      "7.5.1",
      "--max-entries",
      "3",
      "--max-unpacked-size",
      "64KiB"
    };
    var serve = new FutureTask<>(() -> Cli.run(terminal, options));
    var thread = new Thread(serve, "serve");
    thread.start();
    try (var lines = new BufferedReader(new InputStreamReader(pipe, StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      String target = line.substring(line.lastIndexOf(' ') + 1);
      var plugin = Samples.obedient(directory.resolve("plugin"));
      var manifest = plugin.resolve("MANIFEST");
      var text = Files.readString(manifest).replace("obedient", "with-hyphen");

      assertRefused(
          plugin, target, "MANIFEST.api: line 5, column 6: \"1.9\" (expected: 1.0 to 1.3");
      text = text.replace("1.9", "1.3") + "scb_max_version: 8.0.0~\n";
      Files.writeString(manifest, text);
      var upload = upload(plugin, target);
      assertThat(upload.exitCode()).as(upload.err()).isEqualTo(ExitCode.OK);
      Files.writeString(plugin.resolve("data"), "x".repeat(64 << 10));
      assertRefused(plugin, target, "4 entries (expected: at most 3)");
      Files.delete(plugin.resolve("default.cfg"));
      assertRefused(plugin, target, "(expected: at most 65536 B)");
    } finally {
      thread.interrupt();
      serve.get(20, TimeUnit.SECONDS);
    }
  }

  private Captured upload(Path plugin, String target) {
    var token = directory.resolve("data/plugin-executor/token").toString();
    return Captured.run(
        "plugin", "upload", plugin.toString(), "--target", target, "--token-file", token);
  }

  private void assertRefused(Path plugin, String target, String message) {
    var upload = upload(plugin, target);
    assertThat(upload.exitCode()).as(upload.err()).isEqualTo(ExitCode.DATA);
    assertThat(upload.err()).contains(message);
  }

  @Test
  @Timeout(30)
  void says_where_metrics_are_when_it_is_given_a_port_for_them() throws Exception {
    var pipe = new PipedInputStream();
    var out = new PrintStream(new PipedOutputStream(pipe), true, StandardCharsets.UTF_8);
    var environment = Map.of("XDG_DATA_HOME", directory.toString());
    var terminal = new Terminal(out, System.err, Style.PLAIN, environment, Optional.empty());
    String[] options = {"serve", "--port", "0", "--admin-port", "0"};
    var serve = new FutureTask<>(() -> Cli.run(terminal, options));
    var thread = new Thread(serve, "serve");
    thread.start();
    try (var lines = new BufferedReader(new InputStreamReader(pipe, StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).startsWith("serving on ");
      String line = lines.readLine();
      assertThat(line).matches("metrics on http://127\\.0\\.0\\.1:[0-9]+/metrics");

      var token = directory.resolve("plugin-executor/token");
      assertThat(lines.readLine()).isEqualTo("token in " + token);
      var metrics = URI.create(line.substring(line.lastIndexOf(' ') + 1)).toURL().openConnection();
      metrics.setRequestProperty("Authorization", "Bearer " + Files.readString(token).strip());

      assertThat(metrics.getInputStream())
          .asString(StandardCharsets.UTF_8)
          .containsPattern("pluginexecutor_slots [0-9]+\\.0\n");
    } finally {
      thread.interrupt();
      serve.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_port_for_metrics_that_is_in_use_is_one_sentence() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(socket.getLocalPort());
      var data = directory.toString();
      var serve = Captured.run("serve", "--port", "0", "--admin-port", port, "--data-dir", data);

      assertThat(serve.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(serve.err())
          .contains("plugin-executor: admin.port: " + port + ": ")
          .contains("(expected: a free port");
    }
  }

  @Test
  void an_address_in_use_is_one_sentence() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var serve =
          Captured.run(
              "serve",
              "--port",
              Integer.toString(socket.getLocalPort()),
              "--data-dir",
              directory.toString());

      assertThat(serve.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(serve.err())
          .startsWith("plugin-executor: cannot listen on 127.0.0.1:" + socket.getLocalPort())
          .contains("choose another --port");
      assertThat(serve.err().lines()).hasSize(1);
    }
  }

  @Test
  void a_server_that_could_trust_nothing_does_not_start() {
    var serve = Captured.run("serve", "--data-dir", directory.toString(), "--require-trusted");

    assertThat(serve.exitCode()).as(serve.err()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(serve.err())
        .startsWith(
            "plugin-executor: --require-trusted: trust.require-trusted: true (expected: a list of");
    assertThat(serve.err().lines()).hasSize(1);
  }

  @Test
  void a_list_of_trusted_digests_that_is_wrong_is_named_with_its_line() throws IOException {
    var list = Files.writeString(directory.resolve("list"), "# ours\n\nsha256:12\n");

    var serve =
        Captured.run(
            "serve",
            "--data-dir",
            directory.toString(),
            "--require-trusted",
            "--trusted-digests",
            list.toString());

    assertThat(serve.exitCode()).as(serve.err()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(serve.err())
        .startsWith(
            "plugin-executor: --trusted-digests: trust.digest-file: "
                + list
                + ", line 3: sha256:12 (expected: ");
    assertThat(serve.err().lines()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "--port, 70000, 'server.port: 70000 (expected: a whole number, 0 to 65535)'",
    "--port, many, 'server.port: many (expected: a whole number, 0 to 65535)'",
    "--port, '', 'server.port: nothing (expected: a whole number, 0 to 65535)'",
    "--host, '', 'server.host: nothing (expected: an address or a name of this machine)'",
    "--host, no such host, server.host: no such host (expected: an address or a name",
    "--host, 0.0.0.0, 'server.host: 0.0.0.0 (expected: an address of loopback such as 127.0.0.1,'",
    "--socket-access, all, 'server.socket-access: all (expected: owner or group)'",
    "--socket, /no/such/s, 'server.socket: /no/such/s (expected: a path in a directory that'",
    "--tls-certificate, '', 'tls.certificate-file: nothing (expected: the path of certificates'",
    "--data-dir, ~/data, 'server.data-directory: ~/data (expected: the path of a directory)'",
    "--drain-timeout, 3, 'server.drain-timeout: 3 (expected: a duration such as 30s, 0s to 24h)'",
    "--slots, 0, 'invocation.slots: 0 (expected: a whole number, 1 to 100000)'",
    "--admin-port, 70000, 'admin.port: 70000 (expected: a whole number, 0 to 65535)'",
    "--admin-host, 0.0.0.0, 'admin.host: 0.0.0.0 (expected: an address of loopback such as'",
    "--admin-host, '::', 'admin.host: :: (expected: an address of loopback such as'",
    "--admin-host, localhost, 'admin.host: localhost (expected: an IP address such as 127.0.0.1)'",
    "--isolation, most, 'sandbox.isolation: most (expected: full, portable or none)'",
    "--require-isolation, some, 'sandbox.require-isolation: some (expected: full, portable or'",
    "--start, spawn, 'sandbox.start: spawn (expected: fork or exec)'",
    "--network, http, 'sandbox.network: http (expected: open, none, or TCP ports such as 443,636)'",
    "--network, 0, 'sandbox.network: 0 (expected: open, none, or TCP ports such as 443,636)'",
    "--worker-memory, 1MiB, 'sandbox.worker-memory: 1MiB (expected: a size such as 200MiB, 64MiB'",
    "--worker-memory, 512, 'sandbox.worker-memory: 512 (expected: a size such as 200MiB, 64MiB'",
    "--worker-cpu, 10ms, 'sandbox.worker-cpu: 10ms (expected: a duration such as 30s, 1s to 24h)'",
    "--worker-cpu, 1500ms, 'sandbox.worker-cpu: 1500ms (expected: 1 s to 24 h, in whole seconds)'",
    "--worker-processes, 0, 'sandbox.worker-processes: 0 (expected: a whole number, 1 to 4096)'",
    "--worker-user, root, 'sandbox.worker-user: root (expected: numbers of a user and a group'",
    "--worker-user, 0:0, 'sandbox.worker-user: 0:0 (expected: numbers of a user and a group, not'",
    "--waiting-workers, 9, 'sandbox.waiting-workers: 9 (expected: a whole number, 0 to 8)'",
    "--preload, 'json,a-b', 'sandbox.preload: a-b (expected: names of modules, such as json,ssl)'",
    "--default-time-limit, 0s, 'invocation.default-time-limit: 0s (expected: a duration'",
    "--max-time-limit, 1s, 'invocation.max-time-limit: 1s (expected: at least invocation.default'",
    "--runtime, python, 'runtimes: python (expected: NAME=EXECUTABLE'",
    "--runtime, p p=/bin/sh, 'runtimes: p p=/bin/sh (expected: a name of letters'",
    "--runtime, p=/no/such/python, 'runtimes: p=/no/such/python (expected: the path of a Python'",
    "--trusted-key, /no/such/key, 'trust.key-files: /no/such/key: no such file'",
    "--trusted-digests, /no/such/list, 'trust.digest-file: /no/such/list: no such file'",
    "--store-key-file, /no/such/key, 'store.key-file: /no/such/key (expected: a file that'",
    "--log-format, xml, 'log.format: xml (expected: text or json)'",
    "--product-version, nine, 'packages.product-version: nine (expected: a version such as 9.0.0)'",
    "--api-version, one, 'packages.api-version: one (expected: two numbers such as 1.9)'",
    "--max-entries, 0, 'packages.max-entries: 0 (expected: a whole number, 1 to 65534)'",
    "--max-unpacked-size, 3GiB, 'packages.max-unpacked-size: 3GiB (expected: a size such as'",
    "--max-unpacked-size, 200, 'packages.max-unpacked-size: 200 (expected: a size such as'",
  })
  void a_setting_that_is_not_valid_is_named(String option, String value, String message) {
    var serve = Captured.run("serve", "--check-config", option, value);

    assertThat(serve.exitCode()).as(serve.err()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(serve.err()).startsWith("plugin-executor: " + option + ": " + message);
    assertThat(serve.err().lines()).hasSize(1);
  }
}
