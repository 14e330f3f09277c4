// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginExecutorClientOptions;
import org.pluginexecutor.client.UnavailableException;
import org.pluginexecutor.server.config.AdminConfig;
import org.pluginexecutor.server.config.ClientCertificate;
import org.pluginexecutor.server.config.ListenConfig;
import org.pluginexecutor.server.config.TlsConfig;

/** Certificates of callers that their authority has taken back. */
class RevocationTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static TestCertificates certificates;
  private static TestCertificates others;
  private static TestCertificates namesakes;
  private static Path nobody;
  private static Path stolen;

  @TempDir private Path directory;
  private Path list;

  @BeforeAll
  static void issue(@TempDir Path made, @TempDir Path other, @TempDir Path third) {
    certificates =
        TestCertificates.in(made).issue("server", 20).issue("gateway", 10).issue("stolen", 10);
    nobody = certificates.list("nobody", "-crldays 3");
    stolen = certificates.revoke("stolen").list("stolen", "-crldays 3");
    others = TestCertificates.in(other, "other").issue("gateway", 10);
    namesakes = TestCertificates.in(third);
  }

  @BeforeEach
  void name() {
    list = directory.resolve("callers.crl");
  }

  private void install(Path lists) throws IOException {
    var copy = Files.copy(lists, directory.resolve("new"), StandardCopyOption.REPLACE_EXISTING);
    Files.move(copy, list, StandardCopyOption.ATOMIC_MOVE);
  }

  private TestServer start(Path authorities, ClientCertificate clientCertificate) {
    var tls =
        TlsConfig.of(certificates.certificate("server"), certificates.key("server"))
            .withClients(authorities, clientCertificate)
            .withRevocations(list)
            .withReloadPeriod(Duration.ofMillis(20));
    return TestServer.withoutWalls(config ->
        config
            .withListen(ListenConfig.defaults().withTls(tls))
            .withAdmin(AdminConfig.defaults().withPort(0)));
  }

  private TestServer start() {
    return start(certificates.ca(), ClientCertificate.REQUIRED);
  }

  private static PluginExecutorClientOptions.Builder options(TestServer server) {
    return PluginExecutorClientOptions.newBuilder()
        .target("127.0.0.1:" + server.port())
        .caFile(certificates.ca());
  }

  private static boolean letsIn(PluginExecutorClientOptions.Builder options) {
    try (var client = PluginExecutorClient.connect(options.build())) {
      return client.runtimes().isServing();
    } catch (UnavailableException _) {
      return false;
    }
  }

  private static boolean letsIn(TestServer server, TestCertificates issuer, String name) {
    return letsIn(options(server).clientCertificate(issuer.certificate(name), issuer.key(name)));
  }

  private static boolean letsIn(TestServer server, String name) {
    return letsIn(server, certificates, name);
  }

  @Test
  void a_revoked_certificate_is_refused_and_the_others_are_not() throws IOException {
    install(stolen);
    try (var server = start()) {
      assertThat(letsIn(server, "stolen")).isFalse();
      assertThat(letsIn(server, "gateway")).isTrue();
    }
  }

  @Test
  void a_certificate_that_may_be_left_out_must_not_be_revoked_when_it_is_shown()
      throws IOException {
    install(stolen);
    try (var server = start(certificates.ca(), ClientCertificate.OPTIONAL)) {
      assertThat(letsIn(options(server))).isTrue();
      assertThat(letsIn(server, "stolen")).isFalse();
    }
  }

  @Test
  void a_newer_list_counts_from_the_next_connection_on() throws IOException {
    install(nobody);
    try (var server = start()) {
      assertThat(letsIn(server, "stolen")).isTrue();

      install(stolen);

      Eventually.within(SOON, () -> assertThat(letsIn(server, "stolen")).isFalse());
      assertThat(letsIn(server, "gateway")).isTrue();
    }
  }

  @Test
  void a_list_that_cannot_be_used_leaves_the_one_before_it() throws IOException {
    install(stolen);
    try (var server = start()) {
      var steps =
          new Path[] {
            certificates.ca(),
            certificates.list(
                "expired", "-crl_lastupdate 200101000000Z -crl_nextupdate 200102000000Z"),
            namesakes.list("forged", "-crldays 3")
          };
      for (var useless : steps) {
        double before = TlsTest.metric(server, "certificate_failures_total");
        install(useless);
        Eventually.within(
            SOON,
            () ->
                assertThat(TlsTest.metric(server, "certificate_failures_total"))
                    .isGreaterThan(before));
        assertThat(letsIn(server, "gateway")).isTrue();
        assertThat(letsIn(server, "stolen")).isFalse();
      }
      Files.delete(list);
      assertThat(letsIn(server, "stolen")).isFalse();

      install(nobody);
      Eventually.within(SOON, () -> assertThat(letsIn(server, "stolen")).isTrue());
    }
  }

  @Test
  void nobody_gets_in_by_a_list_that_has_expired() throws IOException {
    install(certificates.list("short", "-crlsec 8"));
    try (var server = start()) {
      assertThat(letsIn(server, "gateway")).isTrue();

      Eventually.within(SOON, () -> assertThat(letsIn(server, "gateway")).isFalse());

      install(stolen);
      Eventually.within(SOON, () -> assertThat(letsIn(server, "gateway")).isTrue());
    }
  }

  @Test
  void an_authority_without_a_list_lets_nobody_in() throws IOException {
    var both =
        Files.writeString(
            directory.resolve("both.pem"),
            Files.readString(certificates.ca()) + Files.readString(others.ca()));
    install(nobody);
    try (var server = start(both, ClientCertificate.REQUIRED)) {
      assertThat(letsIn(server, "gateway")).isTrue();
      assertThat(letsIn(server, others, "gateway")).isFalse();

      var lists = Files.readString(nobody) + Files.readString(others.list("all", "-crldays 3"));
      install(Files.writeString(directory.resolve("lists"), lists));

      Eventually.within(SOON, () -> assertThat(letsIn(server, others, "gateway")).isTrue());
      assertThat(letsIn(server, "gateway")).isTrue();
    }
  }
}
