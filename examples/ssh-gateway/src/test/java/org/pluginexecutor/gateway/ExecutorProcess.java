// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginExecutorClientOptions;
import org.pluginexecutor.client.PluginName;

/**
 * A real executor as a process of its own, with the two plugins of the tests, that can be killed
 * and started again where it was. Thread-safe.
 */
final class ExecutorProcess {
  private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

  private final Path directory;
  private final int port;
  private final List<String> options;
  private Process process;

  private ExecutorProcess(Path directory, int port, List<String> options, Process process) {
    this.directory = directory;
    this.port = port;
    this.options = options;
    this.process = process;
  }

  static ExecutorProcess start(Path directory, String... options) throws IOException {
    Files.createDirectories(directory);
    int port = FreePort.find();
    return new ExecutorProcess(
        directory, port, List.of(options), run(directory, port, List.of(options)));
  }

  private static Process run(Path directory, int port, List<String> options) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Programs.java(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp")),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.pluginexecutor.cli.Main",
                "serve",
                "--data-dir",
                directory.resolve("data").toString(),
                "--port",
                Integer.toString(port)));
    command.addAll(options);
    var log = ProcessBuilder.Redirect.appendTo(directory.resolve("executor.log").toFile());
    var process = new ProcessBuilder(command).redirectError(log).start();
    var line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    if (line == null || !line.startsWith("serving on ")) {
      throw new IOException("the executor says: " + line);
    }
    return process;
  }

  String target() {
    return "127.0.0.1:" + port;
  }

  Path tokenFile() {
    return directory.resolve("data/token");
  }

  /** What the executor has logged. */
  String log() {
    return Programs.text(directory.resolve("executor.log"));
  }

  /** Uploads both plugins and makes the instances access and vault. */
  void install(String robotKey) throws IOException {
    try (var client =
        PluginExecutorClient.connect(
            PluginExecutorClientOptions.newBuilder()
                .target(target())
                .tokenFile(tokenFile())
                .build())) {
      client.plugins().upload(zip("aa", "test_access"));
      client.plugins().upload(zip("credentialstore", "test_vault"));
      client.instances().create("access", name("test_access"), Optional.empty());
      client.instances().create("vault", name("test_vault"), Optional.of(robotKey));
    }
  }

  private static PluginName name(String plugin) {
    return new PluginName(Optional.empty(), plugin, Optional.empty());
  }

  private static ByteArrayInputStream zip(String type, String name) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      write(
          zip,
          "MANIFEST",
          "name: %s\ndescription: made by a test\nversion: 1.0.0\ntype: %s\napi: 1.0\nentry_point: main.py\n"
              .formatted(name, type));
      try (var source = ExecutorProcess.class.getResourceAsStream(name + ".py")) {
        if (source == null) {
          throw new IOException(name + ".py: not among the resources");
        }
        write(zip, "main.py", new String(source.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private static void write(ZipOutputStream zip, String name, String text) throws IOException {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  /** Every run of a hook in order, as the plugins have noted it: session id, hook, and facts. */
  List<String> calls() {
    try (var files = Files.walk(directory.resolve("data/state"))) {
      var calls = new ArrayList<String>();
      for (var file : files.filter(path -> path.endsWith("calls")).toList()) {
        calls.addAll(Files.readAllLines(file));
      }
      return calls;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
  }

  /** Starts it again, after it was killed or stopped. */
  void startAgain() throws IOException {
    process = run(directory, port, options);
  }

  void restart() throws IOException, InterruptedException {
    process.destroy();
    process.waitFor(30, TimeUnit.SECONDS);
    startAgain();
  }

  /** Stops it. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      kill();
    }
  }
}
