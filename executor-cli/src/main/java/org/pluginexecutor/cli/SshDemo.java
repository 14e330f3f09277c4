// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.files.TreeRemover;

/**
 * The SSH gateway of the examples, and an SSH server behind it, for somebody who wants to try them.
 * Both are processes of their own, as this command knows nothing of SSH, and end before the server
 * that the gateway asks. Confined to one thread, but for the end.
 */
final class SshDemo {
  private static final String ACCOUNT = "demo";
  private static final String USER = "alice";
  private static final int STOP_SECONDS = 20;

  private final Path project;
  private final String classPath;
  private final LocalServer server;
  private final Path directory;
  private final int sshdPort;

  // Guarded by this.
  private @Nullable Process sshd;
  private @Nullable Process gateway;
  private boolean isClosed;

  private int gatewayPort;

  private SshDemo(
      Path project, String classPath, LocalServer server, Path directory, int sshdPort) {
    this.project = project;
    this.classPath = classPath;
    this.server = server;
    this.directory = directory;
    this.sshdPort = sshdPort;
  }

  /** Makes keys and a directory for them, which the server's end removes. */
  static SshDemo prepare(Path project, Optional<String> classPath, LocalServer server)
      throws IOException {
    var built = project.resolve("target/app/lib");
    if (classPath.isEmpty() && !Files.isDirectory(built)) {
      throw new CliException(
          ExitCode.MISSING,
          built + ": the gateway is not built (expected: the project's own ./plugin-executor)");
    }
    var directory = Files.createTempDirectory("pluginexecutor-ssh-");
    var demo = new SshDemo(project, classPath.orElse(built + "/*"), server, directory, freePort());
    server.own(demo::close);
    for (var key : List.of("host_rsa_key", "login_key")) {
      demo.makeKey(key, "rsa");
    }
    for (var key : List.of("host_ecdsa_key", "gateway_key")) {
      demo.makeKey(key, "ecdsa");
    }
    Files.copy(directory.resolve("login_key.pub"), directory.resolve("authorized_keys"));
    // No password opens it.
    Files.writeString(directory.resolve("accounts"), ACCOUNT + ":*\n");
    return demo;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Configuration of the access plugin. */
  String access() {
    return "[authorization]\nallowed_server_users = " + ACCOUNT + "\n";
  }

  /** Configuration of the credential store plugin. */
  String credentials() throws IOException {
    var key =
        Files.readString(directory.resolve("login_key"), StandardCharsets.US_ASCII)
            .lines()
            .map(line -> "    " + line + "\n")
            .collect(Collectors.joining());
    return "[account " + ACCOUNT + "@127.0.0.1]\nprivate_key =\n" + key;
  }

  /** Starts both. */
  void start() throws IOException {
    var script = project.resolve("throwaway-sshd");
    var first =
        run(List.of(script.toString(), directory.toString(), Integer.toString(sshdPort)), true);
    sshd = first;
    expect(first, "Server listening on", "the SSH server");
    writeFiles();
    var second =
        run(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath,
                "org.pluginexecutor.gateway.Main",
                directory.resolve("gateway.yaml").toString()),
            false);
    gateway = second;
    var line = expect(second, "listening on port ", "the gateway");
    gatewayPort = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
    Files.writeString(
        directory.resolve("user_known_hosts"), knownHost(gatewayPort, "gateway_key.pub"));
  }

  private void writeFiles() throws IOException {
    Files.writeString(
        directory.resolve("known_hosts"),
        knownHost(sshdPort, "host_rsa_key.pub") + knownHost(sshdPort, "host_ecdsa_key.pub"));
    Files.writeString(
        directory.resolve("gateway.yaml"),
        """
        listen: 127.0.0.1:0
        host-key-file: gateway_key
        known-hosts-file: known_hosts
        executor:
          target: %s
          token-file: %s
        plugins:
          access: access
          credential-store: vault
        """
            .formatted(server.target(), server.tokenFile()));
  }

  private String knownHost(int port, String file) throws IOException {
    return "[127.0.0.1]:" + port + " " + Files.readString(directory.resolve(file));
  }

  /** Says what to type. */
  void explain(Terminal terminal) {
    var out = terminal.out();
    var style = terminal.style();
    var name = "gu=" + USER + "@" + ACCOUNT + "@127.0.0.1:" + sshdPort;
    var options =
        " -o UserKnownHostsFile=" + directory.resolve("user_known_hosts") + " -o User=" + name;
    out.println(
        style.bold("An SSH gateway is there, and an SSH server behind it. To enter, type:"));
    out.println();
    out.println("  ssh -p " + gatewayPort + options + " 127.0.0.1");
    out.println("  sftp -P " + gatewayPort + options + " 127.0.0.1");
    out.println();
    out.println("The one-time password is 123456; the third wrong one ends the connection.");
    out.println(USER + " is who you are on the gateway, " + ACCOUNT + " on the server: this user.");
    out.println(style.dim("What the gateway and the plugins say follows. Ctrl-C ends everything."));
    out.flush();
  }

  /** Waits until the gateway ends, which it does when this process is told to end. */
  void await() {
    try {
      Options.required(gateway).waitFor();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void makeKey(String name, String type) throws IOException {
    var process =
        run(
            List.of(
                "ssh-keygen",
                "-q",
                "-m",
                "PEM",
                "-t",
                type,
                "-N",
                "",
                "-f",
                directory.resolve(name).toString()),
            true);
    try {
      if (process.waitFor() != 0) {
        throw new CliException(
            ExitCode.UNAVAILABLE, "ssh-keygen: exit code " + process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.FAILURE, "interrupted", e);
    }
  }

  private synchronized Process run(List<String> command, boolean isErrorRead) throws IOException {
    if (isClosed) {
      throw new CliException(ExitCode.FAILURE, "interrupted");
    }
    var builder = new ProcessBuilder(command).redirectErrorStream(isErrorRead);
    if (!isErrorRead) {
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    }
    try {
      var process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new CliException(
          ExitCode.MISSING,
          command.getFirst()
              + ": it cannot be started (expected: OpenSSH's programs, packages"
              + " openssh-client and openssh-server)",
          e);
    }
  }

  /** Waits for a line, and reads on so that the process never waits for a reader. */
  private static String expect(Process process, String text, String who) throws IOException {
    var reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    var last = "nothing";
    for (var line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.contains(text)) {
        Thread.startVirtualThread(() -> reader.lines().forEach(_ -> {}));
        return line;
      }
      last = line;
    }
    throw new CliException(ExitCode.UNAVAILABLE, who + " does not start; it says: " + last);
  }

  private synchronized void close() {
    isClosed = true;
    end(gateway);
    if (sshd != null) {
      // It is a process namespace: whatever is in it ends too.
      sshd.destroyForcibly();
    }
    try {
      TreeRemover.remove(directory);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.OUTPUT,
          directory + ": the temporary directory cannot be removed (" + e + ")",
          e);
    }
  }

  /** Lets the gateway send its users away, and tell the plugins. */
  private static void end(@Nullable Process process) {
    if (process == null) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
