// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginExecutorClientOptions;
import org.pluginexecutor.client.PluginTarget;

/**
 * What the gateway costs, for docs/SPECIFICATION.md. Run with {@code -Dgateway.numbers=true}; what
 * it measures stands beside the report of the test.
 */
@EnabledIfSystemProperty(named = "gateway.numbers", matches = "true")
class GatewayNumbersTest extends GatewayTest {
  private static final int LOGINS = 40;
  private static final int TRANSFERS = 9;
  private static final int IDLE = 200;
  private static final int AT_ONCE = 10;

  /** OpenSSH's own choice among its like takes longer, and the gateway asks no server for it. */
  private static final String SAME_EXCHANGE = "-oKexAlgorithms=curve25519-sha256";

  @Override
  protected List<String> javaOptions() {
    return List.of("-XX:+UseSerialGC", "-Xmx128m");
  }

  /** Something that takes its time. */
  private interface Measured {
    void run() throws Exception;
  }

  private static double millis(Measured measured) throws Exception {
    long start = System.nanoTime();
    measured.run();
    return (System.nanoTime() - start) / 1e6;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  private List<String> direct(String portFlag, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                portFlag,
                Integer.toString(server.port()),
                "-o",
                "User=robot",
                "-i",
                directory().resolve("sshd/robot_key").toString()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private List<String> through(String portFlag, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                portFlag,
                Integer.toString(gateway.port()),
                "-o",
                "User=gu=alice@robot@" + server.address()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private void succeed(String name, List<String> arguments) throws Exception {
    assertThat(program(name, List.of(), arguments).result().exitCode()).isZero();
  }

  private static void hooks(PluginExecutorClient client) {
    var access = new PluginTarget.Instance("access");
    var vault = new PluginTarget.Instance("vault");
    var session = client.newSession("numbers-" + UUID.randomUUID());
    var facts =
        Map.of(
            "protocol", "ssh", "gateway_user", "alice", "key_value_pairs", Map.of("gu", "alice"));
    session.authenticate(access, facts);
    session.authorize(
        access,
        Map.of(
            "key_value_pairs", Map.of(),
            "gateway_user", "alice",
            "gateway_groups", List.of("ops"),
            "server_username", "robot",
            "server_ip", "127.0.0.1",
            "server_port", 22L,
            "connection_name", "tests"));
    session.getPrivateKeyList(vault, Map.of("server_username", "robot"));
    session.authenticationCompleted(vault);
    session.end();
  }

  @Test
  void a_login() throws Exception {
    var through = new ArrayList<Double>();
    var direct = new ArrayList<Double>();
    var plugins = new ArrayList<Double>();
    var options =
        PluginExecutorClientOptions.newBuilder()
            .target(executor.target())
            .tokenFile(executor.tokenFile());
    try (var client = PluginExecutorClient.connect(options.build())) {
      for (int i = 0; i < 2 * LOGINS; i++) {
        var times =
            List.of(
                millis(() -> succeed("ssh", through("-p", SAME_EXCHANGE, "127.0.0.1", "true"))),
                millis(() -> succeed("ssh", direct("-p", SAME_EXCHANGE, "127.0.0.1", "true"))),
                millis(() -> hooks(client)));
        // The first half is for the Java machines to learn from.
        if (i >= LOGINS) {
          through.add(times.get(0));
          direct.add(times.get(1));
          plugins.add(times.get(2));
        }
      }
    }
    System.out.printf(
        "login: %.0f ms through the gateway, %.0f ms direct, %.0f ms four hooks: %.0f ms more%n",
        median(through),
        median(direct),
        median(plugins),
        median(through) - median(direct) - median(plugins));
  }

  @Test
  void sftp() throws Exception {
    var bytes = new byte[50 << 20];
    new Random(9).nextBytes(bytes);
    var sent = Files.write(directory().resolve("sent"), bytes);
    var there = directory().resolve("there");
    var nothing = Files.writeString(directory().resolve("nothing"), "pwd\n");
    var transfer = "put " + sent + " " + there + "\nget " + there + " " + directory() + "/back\n";
    var transfers = Files.writeString(directory().resolve("transfers"), transfer.repeat(2));
    var through = new ArrayList<Double>();
    var direct = new ArrayList<Double>();
    for (int i = 0; i < 2 * TRANSFERS; i++) {
      double viaGateway = transfer(through("-P", "-q"), transfers, nothing);
      double straight = transfer(direct("-P", "-q"), transfers, nothing);
      if (i >= TRANSFERS) {
        through.add(viaGateway);
        direct.add(straight);
      }
    }
    System.out.printf(
        "sftp of 200 MiB: %.0f ms through the gateway, %.0f ms direct: %.0f %%%n",
        median(through), median(direct), 100 * median(direct) / median(through));
  }

  /** Without the login. */
  private double transfer(List<String> arguments, Path transfers, Path nothing) throws Exception {
    return millis(() -> succeed("sftp", batch(arguments, transfers)))
        - millis(() -> succeed("sftp", batch(arguments, nothing)));
  }

  private static List<String> batch(List<String> arguments, Path file) {
    var all = new ArrayList<>(arguments);
    all.addAll(List.of("-b", file.toString(), "127.0.0.1"));
    return all;
  }

  @Test
  void idle_sessions() throws Exception {
    var open = new ArrayList<SshProgram>();
    while (open.size() < IDLE) {
      var next = new ArrayList<SshProgram>();
      for (int i = 0; i < AT_ONCE; i++) {
        next.add(ssh("alice", "robot", "echo in; cat"));
      }
      next.forEach(user -> user.awaitOutput("in\n"));
      open.addAll(next);
    }
    var status =
        Files.readString(Path.of("/proc", Long.toString(gateway.process().pid()), "status"));
    System.out.println(
        IDLE + " idle sessions: " + status.lines().filter(l -> l.startsWith("VmRSS")).toList());
  }
}
