// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pluginexecutor.server.lifecycle.Resource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;

/** A Redis, or a Valkey, of this machine on a port of loopback, with a password. Thread-safe. */
public final class TestRedis implements Resource {
  private static final String PASSWORD = "of-the-cache";
  static final String STORE_PASSWORD = "trusted";
  private static final String CERTIFICATE = "cache.pem";
  private static final String KEY = "cache.key";
  private static final String READY = "eady to accept connections";

  private final Path directory;
  private final int port;
  private final List<String> settings;
  private final Process process;

  private TestRedis(Path directory, int port, List<String> settings, Process process) {
    this.directory = directory;
    this.port = port;
    this.settings = settings;
    this.process = process;
  }

  /** Skips the test where this machine has neither. */
  public static void requireProgram() {
    assumeTrue(program().isPresent(), "neither redis-server nor valkey-server is installed");
  }

  private static Optional<Path> program() {
    return Stream.of("/usr/bin", "/usr/local/bin")
        .flatMap(
            place -> Stream.of(Path.of(place, "redis-server"), Path.of(place, "valkey-server")))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts one that keeps nothing on the disk, and waits for it. */
  public static TestRedis start(Path directory, String... settings) throws IOException {
    return start(directory, freePort(), List.of(settings));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static TestRedis start(Path directory, int port, List<String> settings)
      throws IOException {
    var command = new ArrayList<>(List.of(program().orElseThrow().toString()));
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--requirepass", PASSWORD, "--save", "", "--dir", directory.toString()));
    command.addAll(settings);
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    awaitReady(process);
    return new TestRedis(directory, port, settings, process);
  }

  /** One with the certificate of that directory, and a port for TLS besides. */
  static TestRedis startWithTls(Path directory) throws IOException {
    return start(
        directory,
        "--tls-port",
        Integer.toString(freePort()),
        "--tls-cert-file",
        directory.resolve(CERTIFICATE).toString(),
        "--tls-key-file",
        directory.resolve(KEY).toString(),
        "--tls-ca-cert-file",
        directory.resolve(CERTIFICATE).toString(),
        "--tls-auth-clients",
        "no");
  }

  /** Makes a certificate in that directory; a store that trusts it. */
  static Path certificate(Path directory, String name) throws Exception {
    var words =
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3 -subj /CN=cache"
            + " -addext subjectAltName=%s -keyout %s -out %s".formatted(name, KEY, CERTIFICATE);
    var command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(words.split(" ", -1)));
    var process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("openssl.log").toFile())
            .start();
    assertThat(process.waitFor()).isZero();
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (var in = Files.newInputStream(directory.resolve(CERTIFICATE))) {
      store.setCertificateEntry(
          "cache", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    var file = directory.resolve("trusted.p12");
    try (var out = Files.newOutputStream(file)) {
      store.store(out, STORE_PASSWORD.toCharArray());
    }
    return file;
  }

  private static void awaitReady(Process process) throws IOException {
    var lines = process.inputReader(StandardCharsets.UTF_8);
    var output = new StringBuilder();
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      output.append(line).append('\n');
      if (line.contains(READY)) {
        // What it prints later is little, and nobody reads it.
        return;
      }
    }
    throw new IOException("no cache: " + output);
  }

  /** The same, empty, when this one is closed. */
  public TestRedis startAgain() throws IOException {
    return start(directory, port, settings);
  }

  public int port() {
    return port;
  }

  /** With the password, without a database. */
  public String url() {
    return "redis://:" + PASSWORD + "@127.0.0.1:" + port;
  }

  /** The same for TLS. */
  String tlsUrl() {
    return "rediss://:"
        + PASSWORD
        + "@127.0.0.1:"
        + settings.get(settings.indexOf("--tls-port") + 1);
  }

  /** Has it do something; the answer as text, a list with blanks between. */
  public String ask(String command, String... arguments) {
    try (var client = new Jedis("127.0.0.1", port)) {
      var _ = client.auth(PASSWORD);
      return text(client.sendCommand(Protocol.Command.valueOf(command), arguments));
    }
  }

  private static String text(Object answer) {
    return switch (answer) {
      case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
      case List<?> items ->
          String.join(" ", items.stream().map(item -> text((Object) item)).toList());
      default -> String.valueOf(answer);
    };
  }

  @Override
  public void close() {
    try {
      var _ = process.destroyForcibly().waitFor();
      process.inputReader(StandardCharsets.UTF_8).close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
