// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Does what docs/TUTORIAL.md tells its readers to do, command by command. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class TutorialTest {
  private static final String BACKEND_PORT = "8765";

  private final Deque<Process> background = new ArrayDeque<>();

  @TempDir private Path directory = Path.of("");
  private Map<String, String> environment = Map.of();
  private String backendPort = "";

  @BeforeEach
  void prepare() throws IOException {
    writeLauncher();
    backendPort = freePort();
    String serverPort = freePort();
    environment =
        Map.of(
            "PLUGIN_EXECUTOR_SERVER_PORT",
            serverPort,
            "PLUGIN_EXECUTOR_TARGET",
            "127.0.0.1:" + serverPort,
            "XDG_DATA_HOME",
            directory.resolve("data").toString());
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (var process : background) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
    for (var process : background) {
      process.waitFor();
    }
  }

  @Test
  void every_command_of_the_tutorial_does_what_the_page_says() throws Exception {
    var page = Files.readString(Captured.HOME.resolve("docs/TUTORIAL.md"));
    var steps = TutorialPage.read(page.replace(BACKEND_PORT, backendPort)).steps();
    assertThat(steps).hasSizeGreaterThan(15);

    for (var step : steps) {
      switch (step) {
        case TutorialPage.Save(var file, var text) ->
            Files.writeString(directory.resolve(file), text);
        case TutorialPage.Run run when run.command().endsWith("&") -> start(run);
        case TutorialPage.Run run -> run(run);
      }
    }
  }

  private void run(TutorialPage.Run run) throws IOException, InterruptedException {
    var output = directory.resolve("output");
    var input = Files.writeString(directory.resolve("input"), run.typed());
    var process =
        builder(run.command())
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .start();
    int exitCode = process.waitFor();
    var printed = Files.readString(output);
    assertThat(exitCode).as(run.command() + "\n" + printed).isZero();
    // pytest says in other words what unittest says; the page has those of unittest.
    if (!printed.contains(" passed in ")) {
      assertThat(printed).as(run.command()).matches(TutorialPage.pattern(run.shown()));
    }
  }

  /** Starts what goes on, and waits for the first line that it prints. */
  private void start(TutorialPage.Run run) throws IOException {
    var process =
        builder("exec " + run.command().replaceFirst("&$", ""))
            .redirectErrorStream(false)
            .redirectError(directory.resolve("log-" + background.size()).toFile())
            .start();
    background.push(process);
    var lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String first = lines.readLine() + "\n";
    assertThat(first).as(run.command()).matches(TutorialPage.pattern(run.shown()));
    Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
  }

  private ProcessBuilder builder(String command) {
    var builder = new ProcessBuilder("bash", "-c", command).directory(directory.toFile());
    builder.environment().putAll(environment);
    return builder.redirectErrorStream(true);
  }

  /** The launcher of a checkout, with the classes that are tested. */
  private void writeLauncher() throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var temporary = Files.createDirectories(directory.resolve("tmp"));
    var script =
        Files.writeString(
            directory.resolve("plugin-executor"),
            """
            #!/bin/sh
            exec '%s' -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED \
              --sun-misc-unsafe-memory-access=allow -Djava.io.tmpdir='%s' \
              -Dpluginexecutor.home='%s' -cp '%s' org.pluginexecutor.cli.Main "$@"
            """
                .formatted(java, temporary, Captured.HOME, System.getProperty("java.class.path")));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Integer.toString(socket.getLocalPort());
    }
  }
}
