// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginExecutorClientOptions;

/** A server that was started with the command line, as a process of its own. */
public record ServerProcess(Process process, String target, Path tokenFile)
    implements AutoCloseable {
  private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1");

  /** Starts one on a free port with its data below a directory, which several may share. */
  static ServerProcess start(Path directory, String... options) throws IOException {
    return start(directory, QUICK, options);
  }

  /** The same with options for the Java machine. */
  public static ServerProcess start(Path directory, List<String> javaOptions, String... options)
      throws IOException {
    return start(directory, logFile(directory), javaOptions, List.of("--port", "0"), options);
  }

  /** The same at an address of the test's choice. */
  static ServerProcess startAt(List<String> address, Path directory, String... options)
      throws IOException {
    return start(directory, logFile(directory), QUICK, address, options);
  }

  /** One whose log goes to a pipe that nobody reads, but who asks the process for it. */
  static ServerProcess startUnread(Path directory, String... options) throws IOException {
    return start(directory, ProcessBuilder.Redirect.PIPE, QUICK, List.of("--port", "0"), options);
  }

  private static ProcessBuilder.Redirect logFile(Path directory) {
    return ProcessBuilder.Redirect.appendTo(directory.resolve("server.log").toFile());
  }

  private static ServerProcess start(
      Path directory,
      ProcessBuilder.Redirect log,
      List<String> javaOptions,
      List<String> address,
      String... options)
      throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp")),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.pluginexecutor.cli.Main",
                "serve",
                "--data-dir",
                directory.resolve("data").toString()));
    command.addAll(address);
    command.addAll(List.of(options));
    command.addAll(1, javaOptions);
    var process = new ProcessBuilder(command).redirectError(log).start();
    var firstLine =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    assertThat(firstLine).startsWith("serving on ");
    return new ServerProcess(
        process, firstLine.substring("serving on ".length()), directory.resolve("data/token"));
  }

  /** A client that shows the token of the server. */
  public PluginExecutorClient connect() {
    return PluginExecutorClient.connect(
        PluginExecutorClientOptions.newBuilder().target(target).tokenFile(tokenFile).build());
  }

  List<Path> leftovers(Path directory) throws IOException {
    try (var files = Files.list(directory.resolve("tmp"))) {
      return files.toList();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
