// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginExecutorClientOptions;

/** A {@link MeasuredServer} and a client of it. Closing ends both. Confined to one thread. */
final class ServerProcess implements AutoCloseable {
  /** What the launcher gives to a server, but for the archive of classes. */
  private static final List<String> JVM_FLAGS =
      List.of(
          "-Dbench.log=INFO",
          "-XX:+UseSerialGC",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /** Longer than anything that is measured; a server that thrashes in a small heap ends here. */
  private static final Duration LIFE_TIME = Duration.ofMinutes(15);

  /** User and system time, then the same of children, in the clock ticks of Linux. */
  private static final int CPU_FIELD = 11;

  private static final int CPU_FIELDS = 4;
  private static final double MS_PER_TICK = 10;

  private final Process process;
  private final BufferedReader answers;
  private final Ready ready;
  private final PluginExecutorClient client;

  /**
   * How long a start took.
   *
   * @param jvmMs from the start of the process to its main method
   * @param serverMs from there until it listened
   * @param readyMs from the start of the process until a health check was answered
   */
  record Ready(double jvmMs, double serverMs, double readyMs) {}

  /**
   * What the heap holds.
   *
   * @param usedBytes now, or most
   * @param allocatedBytes since the start
   */
  record Heap(long usedBytes, long allocatedBytes) {}

  private ServerProcess(
      Process process, BufferedReader answers, Ready ready, PluginExecutorClient client) {
    this.process = process;
    this.answers = answers;
    this.ready = ready;
    this.client = client;
  }

  static ServerProcess start(Path dataDirectory, Optional<Path> keyFile) throws IOException {
    return start(dataDirectory, keyFile, List.of(), LIFE_TIME);
  }

  /**
   * Starts a server and waits until it is ready.
   *
   * @param jvmFlags besides the usual ones
   * @param lifeTime after which it is killed
   * @throws IOException if it ends instead
   */
  static ServerProcess start(
      Path dataDirectory, Optional<Path> keyFile, List<String> jvmFlags, Duration lifeTime)
      throws IOException {
    long began = System.nanoTime();
    var process = launch(MeasuredServer.SERVE, dataDirectory, keyFile, jvmFlags);
    Thread.ofVirtual().name("bench-watchdog").start(() -> endAfter(lifeTime, process));
    var answers = process.inputReader(StandardCharsets.UTF_8);
    var line = answers.readLine();
    if (line == null || !Character.isDigit(line.charAt(0))) {
      process.destroyForcibly();
      throw new IOException("the server ended at its start; " + logOf(dataDirectory) + " says why");
    }
    var parts = List.of(line.split(" ", -1));
    var target = "127.0.0.1:" + parts.get(0);
    checkHealth(target);
    var ready =
        new Ready(
            Double.parseDouble(parts.get(1)),
            Double.parseDouble(parts.get(2)),
            Timing.millisSince(began));
    var options =
        PluginExecutorClientOptions.newBuilder()
            .target(target)
            .tokenFile(dataDirectory.resolve("token"))
            .build();
    return new ServerProcess(process, answers, ready, PluginExecutorClient.connect(options));
  }

  /** How long a new process takes to open a store, in milliseconds. */
  static double openStore(Path dataDirectory, Optional<Path> keyFile) throws IOException {
    var process = launch(MeasuredServer.OPEN, dataDirectory, keyFile, List.of());
    try (var answers = process.inputReader(StandardCharsets.UTF_8)) {
      return Double.parseDouble(answers.readLine());
    }
  }

  /**
   * Starts a server as an operator does, waits until it is ready, and ends it.
   *
   * @param launcher the program plugin-executor, built
   * @return milliseconds from its start until a health check was answered
   */
  static double startByLauncher(Path launcher, Path dataDirectory) throws IOException {
    long began = System.nanoTime();
    var process =
        new ProcessBuilder(
                List.of(
                    launcher.toString(),
                    "serve",
                    "--port",
                    "0",
                    "--data-dir",
                    dataDirectory.toString()))
            .redirectError(ProcessBuilder.Redirect.appendTo(logOf(dataDirectory).toFile()))
            .start();
    try {
      var line = process.inputReader(StandardCharsets.UTF_8).readLine();
      if (line == null) {
        throw new IOException("the launcher ended; " + logOf(dataDirectory) + " says why");
      }
      checkHealth(line.substring(line.lastIndexOf(' ') + 1));
      return Timing.millisSince(began);
    } finally {
      process.destroy();
      awaitEnd(process);
    }
  }

  private static Process launch(
      String verb, Path dataDirectory, Optional<Path> keyFile, List<String> jvmFlags)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_FLAGS);
    command.addAll(jvmFlags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(MeasuredServer.class.getName(), verb, dataDirectory.toString()));
    keyFile.ifPresent(file -> command.add(file.toString()));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.appendTo(logOf(dataDirectory).toFile()))
        .start();
  }

  private static Path logOf(Path dataDirectory) {
    return dataDirectory.resolveSibling("server.log");
  }

  private static void endAfter(Duration lifeTime, Process process) {
    try {
      if (!process.waitFor(lifeTime)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
    }
  }

  private static void checkHealth(String target) {
    var channel = Grpc.newChannelBuilder(target, InsecureChannelCredentials.create()).build();
    try {
      var _ =
          HealthGrpc.newBlockingStub(channel)
              .withWaitForReady()
              .withDeadlineAfter(30, TimeUnit.SECONDS)
              .check(HealthCheckRequest.getDefaultInstance());
    } finally {
      channel.shutdownNow();
    }
  }

  PluginExecutorClient client() {
    return client;
  }

  Ready ready() {
    return ready;
  }

  /** Collects garbage, and returns what is left. */
  Heap collect() throws IOException {
    return ask(MeasuredServer.COLLECT);
  }

  /** The most that the heap held since the last collection that was asked for. */
  Heap peak() throws IOException {
    return ask(MeasuredServer.PEAK);
  }

  private Heap ask(String command) throws IOException {
    process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    var line = answers.readLine();
    if (line == null) {
      throw new IOException("the server has ended");
    }
    var parts = List.of(line.split(" ", -1));
    return new Heap(Long.parseLong(parts.get(0)), Long.parseLong(parts.get(1)));
  }

  /** Processor time of the server so far and of the Pythons that have ended, in milliseconds. */
  double processorMs() throws IOException {
    var stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
    // Behind the name of the program, which may hold anything.
    var fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    return fields.subList(CPU_FIELD, CPU_FIELD + CPU_FIELDS).stream()
            .mapToLong(Long::parseLong)
            .sum()
        * MS_PER_TICK;
  }

  /** Bytes that the server has written so far: into files, but also into sockets and pipes. */
  long writtenBytes() throws IOException {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "io"))) {
      return lines
          .filter(line -> line.startsWith("wchar: "))
          .mapToLong(line -> Long.parseLong(line.substring("wchar: ".length())))
          .sum();
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
    process.getOutputStream().close();
    awaitEnd(process);
  }

  private static void awaitEnd(Process process) {
    try {
      if (!process.waitFor(Duration.ofSeconds(30))) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
