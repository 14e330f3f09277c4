// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway between real programs and a real server, and what has to be true after every test: each
 * plugin that had a call heard of the end of the session once, and nothing is left.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GatewayTest {
  @TempDir private static Path directory;

  private final List<SshProgram> programs = new ArrayList<>();
  private long idleSockets;

  /** How many sessions the gateway had had before the latest user came. */
  private int begunBefore;

  protected ThrowawaySshd server;
  protected ExecutorProcess executor;
  protected GatewayProcess gateway;

  /** YAML for the end of the gateway's file. */
  protected String settings() {
    return "login:\n  hook-time: 20s\n  reconnect-time: 10s\nending-time: 60s\n";
  }

  /** For the gateway's Java. */
  protected List<String> javaOptions() {
    return List.of("-XX:TieredStopAtLevel=1");
  }

  /** Settings of the executor, as YAML. */
  protected String executorSettings() {
    return "";
  }

  @BeforeAll
  void start() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/sbin/sshd")), "no sshd (the package openssh-server)");
    server = ThrowawaySshd.start(directory.resolve("sshd"));
    var config = Files.writeString(directory.resolve("executor.yaml"), executorSettings());
    executor = ExecutorProcess.start(directory.resolve("executor"), "--config", config.toString());
    executor.install(server.robotKeys());
    startGateway();
  }

  private void startGateway() throws Exception {
    var knownHosts = server.writeKnownHosts(directory.resolve("known_hosts"));
    var place = Files.createTempDirectory(directory, "gateway-");
    gateway = GatewayProcess.start(place, executor, knownHosts, settings(), javaOptions());
    // The connection to the executor is made by the first call, and stays.
    assertThat(ssh("alice", "deploy").result().exitCode()).isZero();
    awaitEnds();
    Eventually.holds(() -> assertThat(server.sessions()).isZero());
    idleSockets = gateway.sockets();
  }

  @AfterEach
  void nothing_is_left() throws Exception {
    programs.forEach(program -> program.process().destroyForcibly());
    awaitEnds();
    Eventually.holds(() -> assertThat(server.sessions()).isZero());
    assertThat(gateway.temporaryFiles()).isEmpty();
    assertThat(gateway.log()).doesNotContain("fault of the gateway", "\tat ");
    if (gateway.process().isAlive()) {
      Eventually.holds(() -> assertThat(gateway.sockets()).isLessThanOrEqualTo(idleSockets));
    } else {
      startGateway();
    }
  }

  @AfterAll
  void stop() throws Exception {
    // What could not be started leaves the others to be stopped.
    if (gateway != null) {
      gateway.stop();
    }
    if (executor != null) {
      executor.stop();
    }
    if (server != null) {
      server.stop();
    }
  }

  /** Starts ssh through the gateway; everything after the accounts is given to ssh. */
  protected SshProgram ssh(String gatewayUser, String serverUser, String... arguments)
      throws IOException {
    return answering(List.of(), gatewayUser, serverUser, arguments);
  }

  /** The same for somebody who types answers. */
  protected SshProgram answering(
      List<String> answers, String gatewayUser, String serverUser, String... arguments)
      throws IOException {
    var name = "gu=" + gatewayUser + "@" + serverUser + "@" + server.address();
    return login(answers, name, arguments);
  }

  /** The same with a login name of its own; without arguments, a command that does nothing. */
  protected SshProgram login(List<String> answers, String name, String... arguments)
      throws IOException {
    begunBefore = beginnings().size();
    var all = new ArrayList<>(List.of("-p", Integer.toString(gateway.port()), "-l", name));
    all.add("127.0.0.1");
    all.addAll(arguments.length == 0 ? List.of("true") : Arrays.asList(arguments));
    return program("ssh", answers, all);
  }

  /** Starts another of OpenSSH's programs. */
  protected SshProgram program(String program, List<String> answers, List<String> arguments)
      throws IOException {
    var place = directory.resolve("user-" + programs.size());
    var started = SshProgram.start(place, program, answers, arguments);
    programs.add(started);
    return started;
  }

  /** For files of tests; one for the class. */
  protected Path directory() {
    return directory;
  }

  /** Lines of the gateway's log that begin sessions. */
  private List<String> beginnings() {
    return gateway.log().lines().filter(line -> line.contains("LoginName[")).toList();
  }

  /** What plugins noted of the latest user's session, without its id; nothing before it begins. */
  protected List<String> latestCalls() {
    var calls = executor.calls();
    var ids = beginnings();
    if (ids.size() <= begunBefore) {
      return List.of();
    }
    var line = ids.getLast();
    var id = line.substring(line.indexOf("ssh-"), line.indexOf(": LoginName"));
    return calls.stream()
        .filter(call -> call.startsWith(id + " "))
        .map(call -> call.substring(id.length() + 1))
        .toList();
  }

  /** Waits until every session that had a call has ended, and looks that it did so once. */
  protected void awaitEnds() {
    Eventually.holds(() ->
        ends()
            .forEach((session, ends) -> {
              assertThat(ends.ended()).as(session).containsExactlyElementsOf(ends.expected());
            }));
  }

  /** Which plugins of a session had a call, and which heard of its end. */
  private record Ends(TreeSet<String> expected, List<String> ended) {}

  private Map<String, Ends> ends() {
    var sessions = new HashMap<String, Ends>();
    for (var call : executor.calls()) {
      var parts = call.split("[ .]", 4);
      var ends =
          sessions.computeIfAbsent(parts[0], _ -> new Ends(new TreeSet<>(), new ArrayList<>()));
      ends.expected().add(parts[1]);
      if (parts[2].equals("session_ended")) {
        ends.ended().add(parts[1]);
        ends.ended().sort(null);
      }
    }
    return sessions;
  }
}
