// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginExecutorClientOptions;
import org.pluginexecutor.client.UnavailableException;
import org.pluginexecutor.server.config.AdminConfig;
import org.pluginexecutor.server.config.ClientCertificate;
import org.pluginexecutor.server.config.ListenConfig;
import org.pluginexecutor.server.config.TlsConfig;

/** Encryption: who gets in, and what happens when certificates change. */
class TlsTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static TestCertificates certificates;
  private static TestCertificates strangers;
  private static Path pool;

  @TempDir private Path directory;
  private Path certificate;
  private Path key;

  @BeforeAll
  static void issue(@TempDir Path made, @TempDir Path other) {
    pool = made;
    certificates =
        TestCertificates.in(made)
            .issue("server", 20)
            .issue("next", 30)
            .issue("client", 10)
            .issueExpired("expired")
            .issueOfKind("rsa", "rsa:2048");
    strangers = TestCertificates.in(other).issue("client", 10);
  }

  @BeforeEach
  void install() throws IOException {
    certificate = directory.resolve("tls.pem");
    key = directory.resolve("tls.key");
    install("server");
  }

  private void install(String name) throws IOException {
    for (var suffix : new String[] {".pem", ".key"}) {
      var copy =
          Files.copy(
              pool.resolve(name + suffix),
              directory.resolve("new"),
              StandardCopyOption.REPLACE_EXISTING);
      Files.move(copy, directory.resolve("tls" + suffix), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private TlsConfig config() {
    return TlsConfig.of(certificate, key).withReloadPeriod(Duration.ofMillis(20));
  }

  private static TestServer start(TlsConfig tls) {
    return TestServer.withoutWalls(config ->
        config
            .withListen(ListenConfig.defaults().withTls(tls))
            .withAdmin(AdminConfig.defaults().withPort(0)));
  }

  private static PluginExecutorClientOptions.Builder options(TestServer server) {
    return PluginExecutorClientOptions.newBuilder().target("127.0.0.1:" + server.port());
  }

  private static boolean serves(PluginExecutorClientOptions.Builder options) {
    try (var client = PluginExecutorClient.connect(options.build())) {
      return client.runtimes().isServing();
    }
  }

  private static void assertRefused(PluginExecutorClientOptions.Builder options) {
    assertThatThrownBy(() -> serves(options)).isInstanceOf(UnavailableException.class);
  }

  /** The certificate that a new connection is shown. */
  private static X509Certificate shown(int port) {
    try (var file = Files.newInputStream(certificates.ca())) {
      var believed = KeyStore.getInstance("PKCS12");
      believed.load(null, null);
      believed.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(file));
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(believed);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String name(int port) {
    return shown(port).getSubjectX500Principal().getName();
  }

  static double metric(TestServer server, String name) {
    try {
      var page =
          HTTP.send(
              HttpRequest.newBuilder(
                      URI.create(
                          "http://127.0.0.1:"
                              + server.server().adminPort().orElseThrow()
                              + "/metrics"))
                  .header("Authorization", "Bearer " + server.token())
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return Exposition.parse(page.body()).value("pluginexecutor_" + name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void who_believes_the_authority_gets_in_and_nobody_else() {
    try (var server = start(config())) {
      assertThat(serves(options(server).caFile(certificates.ca()))).isTrue();
      assertRefused(options(server).caFile(strangers.ca()));
      assertRefused(options(server).tls());
      assertRefused(options(server));
    }
  }

  @Test
  void encryption_at_a_port_without_it_is_refused() {
    try (var server = TestServer.withoutWalls()) {
      assertRefused(options(server).caFile(certificates.ca()));
    }
  }

  @Test
  void a_certificate_that_is_required_must_be_one_of_the_authority() {
    var config = config().withClients(certificates.ca(), ClientCertificate.REQUIRED);
    try (var server = start(config)) {
      assertThat(
              serves(
                  options(server)
                      .caFile(certificates.ca())
                      .clientCertificate(
                          certificates.certificate("client"), certificates.key("client"))))
          .isTrue();
      assertRefused(options(server).caFile(certificates.ca()));
      assertRefused(
          options(server)
              .caFile(certificates.ca())
              .clientCertificate(strangers.certificate("client"), strangers.key("client")));
      assertRefused(
          options(server)
              .caFile(certificates.ca())
              .clientCertificate(certificates.certificate("expired"), certificates.key("expired")));
    }
  }

  @Test
  void a_certificate_that_is_optional_must_be_valid_when_it_is_shown() {
    var config = config().withClients(certificates.ca(), ClientCertificate.OPTIONAL);
    try (var server = start(config)) {
      assertThat(serves(options(server).caFile(certificates.ca()))).isTrue();
      assertRefused(
          options(server)
              .caFile(certificates.ca())
              .clientCertificate(strangers.certificate("client"), strangers.key("client")));
    }
  }

  @Test
  void certificates_change_while_calls_go_on() throws Exception {
    try (var server = start(config());
        var steady =
            PluginExecutorClient.connect(options(server).caFile(certificates.ca()).build())) {
      var isOver = new AtomicBoolean();
      var connections = new AtomicInteger();
      var load = new ArrayList<CompletableFuture<Void>>();
      load.add(
          Background.run(() -> {
            while (!isOver.get()) {
              assertThat(steady.runtimes().isServing()).isTrue();
            }
          }));
      for (int i = 0; i < 2; i++) {
        load.add(
            Background.run(() -> {
              while (!isOver.get()) {
                assertThat(serves(options(server).caFile(certificates.ca()))).isTrue();
                connections.incrementAndGet();
              }
            }));
      }
      for (int i = 0; i < 10; i++) {
        var name = i % 2 == 0 ? "next" : "rsa";
        int before = connections.get();
        install(name);
        Eventually.within(SOON, () -> assertThat(name(server.port())).isEqualTo("CN=" + name));
        Eventually.within(SOON, () -> assertThat(connections.get()).isGreaterThan(before));
      }
      isOver.set(true);
      load.forEach(CompletableFuture::join);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "half", "none", "other key", "expired"})
  void files_that_cannot_be_used_change_nothing(String fault) throws Exception {
    try (var server = start(config())) {
      assertThat(metric(server, "certificate_expiry_timestamp_seconds"))
          .isEqualTo((double) shown(server.port()).getNotAfter().toInstant().getEpochSecond());
      switch (fault) {
        case "garbage" -> Files.writeString(certificate, "garbage");
        case "half" ->
            Files.writeString(certificate, Files.readString(certificate).substring(0, 200));
        case "none" -> Files.delete(key);
        case "other key" ->
            Files.copy(certificates.key("next"), key, StandardCopyOption.REPLACE_EXISTING);
        default -> install("expired");
      }
      Eventually.within(
          SOON, () -> assertThat(metric(server, "certificate_failures_total")).isPositive());
      assertThat(name(server.port())).isEqualTo("CN=server");

      install("next");
      Eventually.within(SOON, () -> assertThat(name(server.port())).isEqualTo("CN=next"));
    }
  }
}
