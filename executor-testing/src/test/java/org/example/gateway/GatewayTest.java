// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.example.gateway;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.testing.PluginExecutorContainer;
import org.pluginexecutor.testing.PluginExecutorTest;

@PluginExecutorTest
class GatewayTest {
  static final PluginExecutorContainer EXECUTOR =
      new PluginExecutorContainer()
          .withPlugin(Path.of("src/test/plugins/door"))
          .withInstance("access", "door", "[door]\nopen_to = alice")
          .withSetting("invocation.max-time-limit", "5m")
          .withStartupTimeout(Duration.ofMinutes(2));

  @Test
  void a_gateway_of_its_own_making_reaches_the_server() {
    var options = EXECUTOR.clientOptions().timeLimit(Duration.ofSeconds(30)).build();
    try (var client = PluginExecutorClient.connect(options)) {
      var session = client.newSession("svc-4711");
      var answer = Map.of("gateway_user", "alice", "key_value_pairs", Map.of("otp", "123456"));
      assertTrue(session.authenticate(new PluginTarget.Instance("access"), answer).grantsAccess());
      session.end();
    }
  }
}
