// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A real OpenSSH server on loopback, with accounts that exist nowhere else: deploy with a password,
 * and robot with a key. Thread-safe.
 */
final class ThrowawaySshd {
  static final String PASSWORD = "right-password";

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
    makeKey(directory.resolve("host_rsa_key"), "rsa");
    makeKey(directory.resolve("host_ecdsa_key"), "ecdsa");
    makeKey(directory.resolve("robot_key"), "rsa");
    Files.copy(directory.resolve("robot_key.pub"), directory.resolve("authorized_keys"));
    var hash = Programs.output("openssl", "passwd", "-6", "-salt", "gateway", PASSWORD).strip();
    Files.writeString(directory.resolve("accounts"), "deploy:" + hash + "\nrobot:*\n");
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

  /** What the credential store has for the account robot. */
  String robotKey() {
    return Programs.text(directory.resolve("robot_key"));
  }

  /** The file that {@code ssh} and the gateway believe. */
  Path writeKnownHosts(Path file) throws IOException {
    var lines = new StringBuilder();
    for (var name : new String[] {"host_rsa_key.pub", "host_ecdsa_key.pub"}) {
      lines.append("[127.0.0.1]:").append(port).append(' ');
      lines.append(Programs.text(directory.resolve(name)));
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
