// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes through the gateway, and what does not. */
class ChannelTest extends GatewayTest {
  private static final int FILE_BYTES = 50 << 20;
  private static final long SEED = 9;

  /** As an option: the programs take a colon in an argument for the beginning of a path. */
  private String userOption() {
    return "User=gu=alice@deploy@" + server.address();
  }

  private static String digest(Path file) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
  }

  private Path randomFile() throws IOException {
    var bytes = new byte[FILE_BYTES];
    new Random(SEED).nextBytes(bytes);
    return Files.write(directory().resolve("sent"), bytes);
  }

  @Test
  void sftp_both_ways() throws Exception {
    var sent = randomFile();
    var there = directory().resolve("there");
    var back = directory().resolve("back");
    var commands =
        Files.writeString(
            directory().resolve("commands"),
            "put " + sent + " " + there + "\nget " + there + " " + back + "\n");

    var result =
        program(
                "sftp",
                List.of(),
                List.of(
                    "-q",
                    "-P",
                    "" + gateway.port(),
                    "-o",
                    userOption(),
                    "-b",
                    commands.toString(),
                    "127.0.0.1"))
            .result();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(digest(there)).isEqualTo(digest(sent));
    assertThat(digest(back)).isEqualTo(digest(sent));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-s", "-O"})
  void scp_by_sftp_and_by_its_old_protocol(String protocol) throws Exception {
    var sent = randomFile();
    var there = directory().resolve("there" + protocol);

    var result =
        program(
                "scp",
                List.of(),
                List.of(
                    protocol,
                    "-P",
                    "" + gateway.port(),
                    "-o",
                    userOption(),
                    sent.toString(),
                    "127.0.0.1:" + there))
            .result();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(digest(there)).isEqualTo(digest(sent));
  }

  @Test
  void standard_input_of_a_command_and_its_end() throws Exception {
    var sent = randomFile();
    var user = ssh("alice", "deploy", "sha256sum");
    try (var input = user.process().getOutputStream()) {
      Files.copy(sent, input);
    }

    assertThat(user.result().out()).startsWith(digest(sent));
  }

  @Test
  void a_slow_reader_holds_up_nobody_else() throws Exception {
    var slow = ssh("alice", "deploy", "yes | head -c 20000000; echo end >&2");
    Programs.output("kill", "-STOP", Long.toString(slow.process().pid()));

    assertThat(ssh("alice", "deploy", "yes | head -c 5000000 | wc -c").result().out())
        .isEqualTo("5000000\n");

    Programs.output("kill", "-CONT", Long.toString(slow.process().pid()));
    assertThat(slow.result().out()).hasSize(20_000_000);
  }

  @Test
  void both_outputs_stay_apart() throws Exception {
    var result =
        ssh("alice", "deploy", "yes out | head -n 50000; yes err | head -n 50000 >&2").result();

    assertThat(result.out()).hasSize(200_000).doesNotContain("err");
    assertThat(result.err()).hasSize(200_000).doesNotContain("out");
  }

  @Test
  void window_changes() throws Exception {
    var script = Path.of(ChannelTest.class.getResource("pty_ssh.py").toURI());
    var wait =
        "trap 'stty size; exit 0' WINCH; stty size; echo ready; while :; do sleep 0.05; done";
    var command =
        List.of(
            "/usr/bin/python3",
            script.toString(),
            "ssh",
            "-tt",
            "-F",
            "none",
            "-o",
            "UserKnownHostsFile=/dev/null",
            "-o",
            "StrictHostKeyChecking=no",
            "-o",
            "LogLevel=ERROR",
            "-p",
            "" + gateway.port(),
            "-l",
            "gu=alice@deploy@" + server.address(),
            "127.0.0.1",
            wait);
    var result =
        SshProgram.run(Files.createDirectory(directory().resolve("pty")), command).result();

    assertThat(result.out().lines()).containsExactly("20 40", "ready", "33 99");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void a_command_that_a_signal_ends() throws Exception {
    var result = ssh("alice", "deploy", "kill -KILL $$").result();

    assertThat(result.exitCode()).isEqualTo(255);
  }

  @Test
  void no_agent_is_forwarded() throws Exception {
    var socket = directory().resolve("agent");
    var agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()).start();
    try {
      Eventually.holds(() -> assertThat(socket).exists());
      var user =
          ssh("alice", "deploy", "-o", "ForwardAgent=" + socket, "echo agent=$SSH_AUTH_SOCK");

      assertThat(user.result().out()).isEqualTo("agent=\n");
    } finally {
      agent.destroyForcibly();
    }
  }

  @Test
  void no_ports_are_forwarded() throws Exception {
    int port = FreePort.find();
    var result =
        ssh(
                "alice",
                "deploy",
                "-o",
                "ExitOnForwardFailure=yes",
                "-R",
                port + ":127.0.0.1:1",
                "true")
            .result();

    assertThat(result.exitCode()).isEqualTo(255);
    assertThat(result.err()).contains("forwarding failed");
    assertThat(ssh("alice", "deploy", "-W", "127.0.0.1:" + server.port()).result().exitCode())
        .isEqualTo(255);
  }

  @Test
  void several_channels_of_one_login() throws Exception {
    var socket = directory().resolve("control").toString();
    var master = ssh("alice", "deploy", "-M", "-S", socket, "echo in; cat").awaitOutput("in\n");
    for (int i = 0; i < 3; i++) {
      var result =
          program("ssh", List.of(), List.of("-S", socket, "127.0.0.1", "echo " + i)).result();
      assertThat(result.out()).isEqualTo(i + "\n");
    }
    master.process().outputWriter().close();

    assertThat(master.result().exitCode()).isZero();
    awaitEnds();
    assertThat(latestCalls()).hasSize(7);
  }
}
