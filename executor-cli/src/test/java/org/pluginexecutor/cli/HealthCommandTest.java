// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HealthCommandTest {
  @RegisterExtension static final RunningServer server = new RunningServer();

  @Test
  void a_server_that_serves_ends_with_0() {
    var health = server.run("health");

    assertThat(health.out()).isEqualTo("serving\n");
    assertThat(health.exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void no_token_is_needed() {
    assertThat(Captured.run("health", "--target", server.target()).exitCode())
        .isEqualTo(ExitCode.OK);
  }

  @Test
  void a_server_that_cannot_be_reached_ends_with_69() throws IOException {
    int port;
    try (var unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = unused.getLocalPort();
    }

    var health = Captured.run("health", "--target", "127.0.0.1:" + port);

    assertThat(health.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(health.err()).contains("127.0.0.1:" + port);
  }
}
