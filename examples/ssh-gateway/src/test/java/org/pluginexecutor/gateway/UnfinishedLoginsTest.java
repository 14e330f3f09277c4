// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Strangers who hold connections and do not log in. */
class UnfinishedLoginsTest extends GatewayTest {
  private static final int LIMIT = 3;

  @Override
  protected String settings() {
    return "login:\n  max-unfinished: " + LIMIT + "\n";
  }

  /** A connection that does nothing, once it is told whether it may stay. */
  private Socket stranger() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private boolean isOneMoreLetIn() {
    try (var one = stranger()) {
      return maySpeak(one);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean maySpeak(Socket socket) {
    try {
      // The first letter of what every server says first.
      return socket.getInputStream().read() == 'S';
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void are_as_many_as_the_limit_says_and_leave_room_when_they_go() throws Exception {
    var strangers = new ArrayList<Socket>();
    try {
      for (int i = 0; i < LIMIT; i++) {
        strangers.add(stranger());
        assertThat(maySpeak(strangers.getLast())).isTrue();
      }
      try (var tooMany = stranger()) {
        assertThat(maySpeak(tooMany)).isFalse();
        assertThat(gateway.log())
            .contains(tooMany.getLocalPort() + ": closed, for 3 others have not finished their");
      }
      assertThat(ssh("alice", "robot").result().exitCode()).isEqualTo(255);
    } finally {
      for (var stranger : strangers) {
        stranger.close();
      }
    }
    Eventually.holds(() -> assertThat(isOneMoreLetIn()).isTrue());
    assertThat(ssh("alice", "robot").result().exitCode()).isZero();
  }

  @Test
  void are_not_those_who_are_in() throws Exception {
    var users = new ArrayList<SshProgram>();
    for (int i = 0; i <= LIMIT; i++) {
      users.add(ssh("alice", "robot", "echo in; cat"));
      users.getLast().awaitOutput("in\n");
    }

    assertThat(ssh("alice", "robot", "echo in").result().out()).isEqualTo("in\n");
    assertThat(users).allMatch(user -> user.process().isAlive());
  }
}
