// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.pluginexecutor.server.lifecycle.Resource;

/**
 * Another process that has a store open. Its lines are read as they come; killed when closed.
 * Confined to one thread.
 */
final class StoreChild implements Resource {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Stands behind the last line. */
  private static final String END = "(end)";

  private final Process process;
  private final Path log;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private StoreChild(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a class that has a main method.
   *
   * @param log where its standard error goes
   * @param wrapper what runs the Java, or nothing
   */
  static StoreChild start(Path log, List<String> wrapper, Class<?> main, String... args) {
    var command = new ArrayList<>(wrapper);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xmx192m",
            "-Duser.language=en",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(List.of(args));
    try {
      var process = new ProcessBuilder(command).redirectError(log.toFile()).start();
      var child = new StoreChild(process, log);
      Thread.ofPlatform().daemon().start(child::read);
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException _) {
      // Killed.
    } finally {
      lines.add(END);
    }
  }

  /** The next line that it prints. */
  String line() throws InterruptedException {
    var line = lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (line == null || line.equals(END)) {
      throw new AssertionError("the process ended, or hangs: " + errors());
    }
    return line;
  }

  /** Sends a command and returns the answer. */
  String ask(String command) throws IOException, InterruptedException {
    process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    return line();
  }

  /** Lets it go on for a time and kills it. */
  void killAfter(Duration time) throws InterruptedException {
    if (process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new AssertionError("the process ended by itself: " + errors());
    }
    kill();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Waits for its end and returns what it printed. */
  List<String> end() throws InterruptedException {
    if (!process.waitFor(PATIENCE.multipliedBy(5).toSeconds(), TimeUnit.SECONDS)
        || process.exitValue() != 0) {
      throw new AssertionError("the process failed, or hangs: " + errors() + rest());
    }
    return rest();
  }

  private List<String> rest() throws InterruptedException {
    var rest = new ArrayList<String>();
    for (var line = lines.take(); !line.equals(END); line = lines.take()) {
      rest.add(line);
    }
    lines.add(END);
    return rest;
  }

  private String errors() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
