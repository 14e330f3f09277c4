// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real OpenSSH server on loopback, with accounts that exist nowhere else: deploy with a password,
 * robot with a key, and robot-ed25519 with one of that kind. Thread-safe.
 */
final class ThrowawaySshd {
  static final String PASSWORD = "right-password";

  /** Of host keys, as ssh-keygen calls them. */
  private static final List<String> KINDS = List.of("rsa", "ecdsa", "ed25519");

  private final Path directory;
  private final int port;
  private Process process;

  private ThrowawaySshd(Path directory, int port, Process process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  static ThrowawaySshd start(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    for (var kind : KINDS) {
      makeKey(directory.resolve("host_" + kind + "_key"), kind);
    }
    makeKey(directory.resolve("robot_key"), "rsa");
    var ed25519 = Ed25519Key.generate();
    Files.writeString(directory.resolve("robot_ed25519_key"), ed25519.pkcs8());
    Files.writeString(
        directory.resolve("authorized_keys"),
        Programs.text(directory.resolve("robot_key.pub")) + ed25519.publicKey() + "\n");
    var hash = Programs.output("openssl", "passwd", "-6", "-salt", "gateway", PASSWORD).strip();
    Files.writeString(
        directory.resolve("accounts"), "deploy:" + hash + "\nrobot:*\nrobot-ed25519:*\n");
    int port = FreePort.find();
    return new ThrowawaySshd(directory, port, run(directory, port));
  }

  private static Process run(Path directory, int port) throws IOException {
    var script = Programs.home().resolve("examples/ssh-gateway/throwaway-sshd");
    var log = directory.resolve("sshd.log").toFile();
    var process =
        new ProcessBuilder(script.toString(), directory.toString(), Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(log))
            .start();
    Eventually.holds(() -> assertThat(Programs.text(log.toPath())).contains("Server listening on"));
    return process;
  }

  static void makeKey(Path file, String type) throws IOException, InterruptedException {
    Programs.output("ssh-keygen", "-q", "-m", "PEM", "-t", type, "-N", "", "-f", file.toString());
  }

  /** As login names have it. */
  String address() {
    return "127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  /** What the credential store has for the accounts robot and robot-ed25519. */
  String robotKeys() {
    return Programs.text(directory.resolve("robot_key"))
        + "\n"
        + Programs.text(directory.resolve("robot_ed25519_key"));
  }

  /** The file that {@code ssh} and the gateway believe. */
  Path writeKnownHosts(Path file) throws IOException {
    return writeKnownHosts(file, KINDS);
  }

  /** The same with the host keys of some kinds only. */
  Path writeKnownHosts(Path file, List<String> kinds) throws IOException {
    var lines = new StringBuilder();
    for (var kind : kinds) {
      lines.append("[127.0.0.1]:").append(port).append(' ');
      lines.append(Programs.text(directory.resolve("host_" + kind + "_key.pub")));
    }
    return Files.writeString(file, lines);
  }

  /** Processes of sessions, which are all but the one that listens. */
  long sessions() {
    return process.toHandle().descendants().count() - 1;
  }

  /** Ends it with all its sessions, at once. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    Eventually.holds(() -> assertThat(process.descendants()).isEmpty());
  }

  void restart() throws IOException, InterruptedException {
    kill();
    process = run(directory, port);
  }

  /** Stops it. */
  void stop() throws InterruptedException {
    kill();
  }
}
