// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pluginexecutor.client.Execution;
import org.pluginexecutor.client.Outcome;

/** Calls behind kernel walls, from zygotes and from fresh interpreters. */
@Timeout(120)
class SandboxedCallTest {
  private static final String SAYS_WHO_IT_IS =
      """
      import os
      class Plugin(object):
          def __init__(self, configuration):
              pass
          def authenticate(self):
              print("pid %d" % os.getpid())
              return {"verdict": "ACCEPT"}
      """;

  @Test
  void forks_a_worker_behind_the_walls() {
    try (var server = TestServer.start()) {
      var plugin = server.aa(SAYS_WHO_IT_IS);
      for (int i = 0; i < 5; i++) {
        var response = server.call(plugin, "authenticate", Map.of());
        System.out.println(response.outcome() + " " + response.cost() + response.execution());
        System.out.println(TestServer.output(response));
      }
      var response = server.call(plugin, "authenticate", Map.of());
      assertThat(response.execution().startKind()).isEqualTo(Execution.StartKind.FORK);
      assertThat(response.execution().isolationLevel()).isEqualTo(Execution.IsolationLevel.FULL);
      assertThat(response.outcome()).isInstanceOf(Outcome.Returned.class);
    }
  }
}
