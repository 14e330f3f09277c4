// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginExecutorClientOptions;

/** A server as an operator starts it, and a client of it. Closing ends both. */
final class LaunchedServer implements AutoCloseable {
  private static final String READY = "serving on ";
  private static final String DATA = "data";

  private final Process process;
  private final String target;
  private final Path tokenFile;
  private final PluginExecutorClient client;

  private LaunchedServer(Process process, String target, Path tokenFile) {
    this.process = process;
    this.target = target;
    this.tokenFile = tokenFile;
    this.client =
        PluginExecutorClient.connect(
            PluginExecutorClientOptions.newBuilder().target(target).tokenFile(tokenFile).build());
  }

  /**
   * Starts the program {@code plugin-executor} and waits until it serves.
   *
   * @throws IOException if it ends instead; the message is the last that it said
   */
  static LaunchedServer start(Path directory, Python python, ServerFlags flags) throws IOException {
    var command = new ArrayList<>(flags.startedBy());
    command.add(Path.of(System.getProperty("pluginexecutor.home"), "plugin-executor").toString());
    command.addAll(
        List.of(
            "serve",
            "--port",
            "0",
            "--data-dir",
            directory.resolve(DATA).toString(),
            "--runtime",
            "bench=" + python.executable()));
    command.addAll(flags.options());
    return start(directory, command);
  }

  /** Starts a command that says where it serves. */
  static LaunchedServer start(Path directory, List<String> command) throws IOException {
    Files.createDirectories(directory);
    var log = directory.resolve("server.log");
    var process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    var line = process.inputReader(StandardCharsets.UTF_8).readLine();
    if (line == null || !line.startsWith(READY)) {
      process.destroyForcibly();
      throw new IOException(lastLine(log));
    }
    return new LaunchedServer(
        process, line.substring(READY.length()), directory.resolve(DATA).resolve("token"));
  }

  private static String lastLine(Path log) throws IOException {
    var lines = Files.readAllLines(log);
    return lines.isEmpty() ? "it ended without a word" : lines.getLast();
  }

  PluginExecutorClient client() {
    return client;
  }

  String target() {
    return target;
  }

  /** What clients that are not ours show as {@code authorization}. */
  String authorization() throws IOException {
    return "Bearer " + Files.readString(tokenFile).strip();
  }

  /** The launcher becomes the server, so this is the server's own number. */
  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    client.close();
    process.destroy();
    Ends.await(process);
  }
}
