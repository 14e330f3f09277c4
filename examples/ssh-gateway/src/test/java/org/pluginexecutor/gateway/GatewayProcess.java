// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The gateway as its users know it: a process of its own. Thread-safe. */
record GatewayProcess(Process process, int port, Path directory) {
  /** Starts one on a free port; the settings are YAML for the end of its file. */
  static GatewayProcess start(
      Path directory,
      ExecutorProcess executor,
      Path knownHosts,
      String settings,
      List<String> javaOptions)
      throws IOException, InterruptedException {
    Files.createDirectories(directory.resolve("tmp"));
    ThrowawaySshd.makeKey(directory.resolve("host_key"), "ed25519");
    var config =
        """
        listen: 127.0.0.1:0
        host-key-file: host_key
        known-hosts-file: %s
        executor:
          target: %s
          token-file: %s
        plugins:
          access: access
          credential-store: vault
          connection-name: tests
        """
            .formatted(knownHosts, executor.target(), executor.tokenFile());
    var file = Files.writeString(directory.resolve("gateway.yaml"), config + settings);
    var command =
        new ArrayList<>(
            List.of(
                Programs.java(),
                "-Djava.io.tmpdir=" + directory.resolve("tmp"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(javaOptions);
    command.addAll(List.of("-cp", classPath(), "org.pluginexecutor.gateway.Main", file.toString()));
    var process =
        new ProcessBuilder(command)
            .redirectError(directory.resolve("gateway.log").toFile())
            .start();
    var line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    if (line == null) {
      throw new IOException(Programs.text(directory.resolve("gateway.log")));
    }
    return new GatewayProcess(
        process, Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)), directory);
  }

  /** Without the executor, which the tests need: it logs in another form. */
  static String classPath() {
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(System.getProperty("java.class.path"))
        .filter(entry -> !entry.matches(".*executor-(cli|server)[-/].*"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** For the user's known_hosts. */
  String hostKey() {
    return "[127.0.0.1]:" + port + " " + Programs.text(directory.resolve("host_key.pub"));
  }

  String log() {
    return Programs.text(directory.resolve("gateway.log"));
  }

  /** Sockets that it has open. */
  long sockets() {
    try (var descriptors = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
      return descriptors.filter(GatewayProcess::isSocket).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException _) {
      // It was closed meanwhile.
      return false;
    }
  }

  List<Path> temporaryFiles() {
    try (var files = Files.list(directory.resolve("tmp"))) {
      return files.filter(file -> !file.getFileName().toString().startsWith("hsperf")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the gateway does not stop");
    }
  }
}
