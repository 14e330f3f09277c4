// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import static org.apache.sshd.client.session.ClientSession.ClientSessionEvent.CLOSED;
import static org.apache.sshd.client.session.ClientSession.ClientSessionEvent.WAIT_AUTH;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the gateway believes, and how users can believe the gateway. */
class HostKeyTest extends GatewayTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @AfterEach
  void everything_is_known_again() throws Exception {
    server.writeKnownHosts(directory().resolve("known_hosts"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "ecdsa", "ed25519"})
  void enters_a_server_of_whose_keys_one_is_known(String kind) throws Exception {
    server.writeKnownHosts(directory().resolve("known_hosts"), List.of(kind));

    assertThat(ssh("alice", "robot", "echo in").result().out()).isEqualTo("in\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "ecdsa", "ed25519"})
  void enters_no_server_whose_host_key_is_another(String kind) throws Exception {
    var other = directory().resolve("other_" + kind);
    ThrowawaySshd.makeKey(other, kind);
    Files.writeString(
        directory().resolve("known_hosts"),
        "[127.0.0.1]:"
            + server.port()
            + " "
            + Programs.text(other.resolveSibling(other.getFileName() + ".pub")));

    assertThat(ssh("alice", "deploy").result().err()).contains("its host key is not the known one");

    awaitEnds();
    assertThat(latestCalls()).noneMatch(call -> call.startsWith("cs."));
  }

  @Test
  void enters_no_server_of_which_nothing_is_known() throws Exception {
    server.writeKnownHosts(directory().resolve("known_hosts"), List.of());

    assertThat(ssh("alice", "deploy").result().err()).contains("its host key is not the known one");
  }

  @Test
  void users_recognize_the_gateway() throws Exception {
    var known = Files.writeString(directory().resolve("gateway_known"), gateway.hostKey());
    var user =
        SshProgram.startAsTyped(
            directory().resolve("user-strict"),
            "ssh",
            List.of(),
            List.of(
                "-F",
                "none",
                "-o",
                "StrictHostKeyChecking=yes",
                "-o",
                "UserKnownHostsFile=" + known,
                "-p",
                Integer.toString(gateway.port()),
                "-l",
                "gu=alice@robot@" + server.address(),
                "127.0.0.1",
                "echo in"));

    assertThat(user.result()).extracting("exitCode", "out").containsExactly(0, "in\n");
    assertThat(gateway.hostKey()).contains(" ssh-ed25519 ");
  }

  /** OpenSSH has it since 9.9, so this user is another. */
  @Test
  void users_can_exchange_keys_that_withstand_quantum_computers() throws Exception {
    try (var client = SshClient.setUpDefaultClient()) {
      client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
      client.setKeyExchangeFactories(
          NamedFactory.setUpTransformedFactories(
              false, List.of(BuiltinDHFactories.mlkem768x25519), ClientBuilder.DH2KEX));
      client.start();
      var session = client.connect("x", "127.0.0.1", gateway.port()).verify(LIMIT).getSession();

      assertThat(session.waitFor(EnumSet.of(WAIT_AUTH, CLOSED), LIMIT)).contains(WAIT_AUTH);
      session.close(false).await(LIMIT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sntrup761x25519-sha512@openssh.com", "curve25519-sha256"})
  void users_exchange_keys_as_they_like(String exchange) throws Exception {
    var name = "gu=alice@robot@" + server.address();

    var result = login(List.of(), name, "-o", "KexAlgorithms=" + exchange, "echo in").result();

    assertThat(result.out()).as(result.err()).isEqualTo("in\n");
  }
}
