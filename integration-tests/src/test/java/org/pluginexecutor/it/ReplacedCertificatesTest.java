// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginExecutorClientOptions;
import org.pluginexecutor.client.UnavailableException;
import org.pluginexecutor.server.config.ClientCertificate;
import org.pluginexecutor.server.config.ConnectionLimits;
import org.pluginexecutor.server.config.ListenConfig;
import org.pluginexecutor.server.config.TlsConfig;

/** A client whose certificate, key and authority are replaced while it calls. */
class ReplacedCertificatesTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private static TestCertificates former;
  private static TestCertificates next;

  @TempDir private Path directory;

  @BeforeAll
  static void issue(@TempDir Path made, @TempDir Path other) {
    former = TestCertificates.in(made).issue("server", 20).issue("client", 10);
    next = TestCertificates.in(other).issue("server", 20).issue("client", 10);
  }

  @BeforeEach
  void install() throws IOException {
    put("authorities.pem", Files.readString(former.ca()));
    putPair(former, "server");
    putPair(former, "client");
  }

  private void put(String name, String text) throws IOException {
    var aside = Files.writeString(directory.resolve("new"), text);
    Files.move(aside, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private void putPair(TestCertificates from, String name) throws IOException {
    put(name + ".pem", Files.readString(from.certificate(name)));
    put(name + ".key", Files.readString(from.key(name)));
  }

  /** Server and client read one list of authorities. */
  private TestServer start(Duration connectionAge) {
    var tls =
        TlsConfig.of(directory.resolve("server.pem"), directory.resolve("server.key"))
            .withClients(directory.resolve("authorities.pem"), ClientCertificate.REQUIRED)
            .withReloadPeriod(Duration.ofMillis(10));
    var limits = ConnectionLimits.defaults();
    return TestServer.withoutWalls(config ->
        config.withListen(
            ListenConfig.defaults()
                .withTls(tls)
                .withLimits(
                    new ConnectionLimits(
                        limits.connections(),
                        limits.callsPerConnection(),
                        limits.messageBytes(),
                        limits.handshakeTime(),
                        limits.idleTime(),
                        connectionAge))));
  }

  private PluginExecutorClient connect(String target) {
    return connect(target, directory.resolve("authorities.pem"));
  }

  private PluginExecutorClient connect(String target, Path caFile) {
    return PluginExecutorClient.connect(
        PluginExecutorClientOptions.newBuilder()
            .target(target)
            .caFile(caFile)
            .clientCertificate(directory.resolve("client.pem"), directory.resolve("client.key"))
            .build());
  }

  /** Whether somebody gets in who believes these authorities and shows the certificate of that. */
  private static boolean serves(TestServer server, Path caFile, TestCertificates shown) {
    var options =
        PluginExecutorClientOptions.newBuilder()
            .target(server.server().target())
            .caFile(caFile)
            .clientCertificate(shown.certificate("client"), shown.key("client"));
    try (var client = PluginExecutorClient.connect(options.build())) {
      return serves(client);
    }
  }

  private static boolean serves(PluginExecutorClient client) {
    try {
      return client.runtimes().isServing();
    } catch (UnavailableException _) {
      return false;
    }
  }

  @Test
  void everything_is_replaced_while_calls_go_on_and_none_fails() throws Exception {
    try (var server = start(Duration.ofMillis(20));
        var steady = connect(server.server().target())) {
      var isOver = new AtomicBoolean();
      var calls = new AtomicLong();
      var load =
          Background.run(() -> {
            while (!isOver.get()) {
              assertThat(steady.runtimes().isServing()).isTrue();
              calls.incrementAndGet();
            }
          });
      awaitCalls(calls);

      var both = directory.resolve("authorities.pem");
      put("authorities.pem", Files.readString(former.ca()) + Files.readString(next.ca()));
      Eventually.within(SOON, () -> assertThat(serves(server, both, next)).isTrue());
      putPair(next, "client");
      awaitCalls(calls);
      putPair(next, "server");
      Eventually.within(SOON, () -> assertThat(serves(server, next.ca(), next)).isTrue());
      awaitCalls(calls);
      put("authorities.pem", Files.readString(next.ca()));
      Eventually.within(SOON, () -> assertThat(serves(server, next.ca(), former)).isFalse());
      awaitCalls(calls);
      assertThat(serves(server, former.ca(), next)).isFalse();

      isOver.set(true);
      load.join();
    }
  }

  /** Long enough for some connections. */
  private static void awaitCalls(AtomicLong calls) {
    long before = calls.get();
    Eventually.within(SOON, () -> assertThat(calls.get()).isGreaterThan(before + 20));
  }

  @Test
  void a_pair_of_which_only_one_half_is_replaced_is_not_shown() throws Exception {
    try (var server = start(Duration.ofHours(1));
        var connections = CutConnections.to(server.port());
        var client = connect(connections.target())) {
      assertThat(client.runtimes().isServing()).isTrue();

      put("client.pem", Files.readString(next.certificate("client")));
      connections.cut();

      Eventually.within(SOON, () -> assertThat(serves(client)).isTrue());
    }
  }

  @Test
  void files_that_are_gone_or_garbage_leave_what_was_there() throws Exception {
    try (var server = start(Duration.ofHours(1));
        var connections = CutConnections.to(server.port());
        var client = connect(connections.target())) {
      assertThat(client.runtimes().isServing()).isTrue();

      Files.delete(directory.resolve("client.key"));
      put("authorities.pem", "garbage");
      connections.cut();

      Eventually.within(SOON, () -> assertThat(serves(client)).isTrue());
    }
  }

  @Test
  void an_authority_that_is_taken_out_is_no_longer_believed() throws Exception {
    var authorities = Files.copy(former.ca(), directory.resolve("of-the-client.pem"));
    try (var server = start(Duration.ofHours(1));
        var connections = CutConnections.to(server.port());
        var client = connect(connections.target(), authorities)) {
      assertThat(client.runtimes().isServing()).isTrue();

      Files.copy(next.ca(), authorities, StandardCopyOption.REPLACE_EXISTING);
      connections.cut();

      Eventually.within(SOON, () -> assertThat(serves(client)).isFalse());
      for (int i = 0; i < 3; i++) {
        assertThat(serves(client)).isFalse();
      }

      Files.copy(former.ca(), authorities, StandardCopyOption.REPLACE_EXISTING);
      Eventually.within(SOON, () -> assertThat(serves(client)).isTrue());
    }
  }
}
