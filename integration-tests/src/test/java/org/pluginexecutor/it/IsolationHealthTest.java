// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannelBuilder;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.server.config.IsolationLevel;

/** What a balancer learns of the walls from the standard health service. */
class IsolationHealthTest {

  private static Map<IsolationLevel, ServingStatus> health(TestServer server) {
    var channel =
        ManagedChannelBuilder.forTarget("127.0.0.1:" + server.port()).usePlaintext().build();
    try {
      var answers = new EnumMap<IsolationLevel, ServingStatus>(IsolationLevel.class);
      for (var level : IsolationLevel.values()) {
        var request =
            HealthCheckRequest.newBuilder()
                .setService("pluginexecutor.isolation." + level.label())
                .build();
        answers.put(level, HealthGrpc.newBlockingStub(channel).check(request).getStatus());
      }
      return answers;
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void a_server_without_walls_serves_at_the_lowest_level_alone() {
    try (var server = TestServer.withoutWalls(config -> config)) {
      assertThat(health(server))
          .containsEntry(IsolationLevel.NONE, ServingStatus.SERVING)
          .containsEntry(IsolationLevel.PORTABLE, ServingStatus.NOT_SERVING)
          .containsEntry(IsolationLevel.FULL, ServingStatus.NOT_SERVING);
    }
  }

  @Test
  void a_server_with_walls_serves_at_its_level_and_below() {
    try (var server = TestServer.start(config -> config)) {
      var reached =
          IsolationLevel.valueOf(server.client().runtimes().describe().isolationLevel().name());
      for (var answer : health(server).entrySet()) {
        assertThat(answer.getValue())
            .as(answer.getKey().label())
            .isEqualTo(
                reached.isAtLeast(answer.getKey())
                    ? ServingStatus.SERVING
                    : ServingStatus.NOT_SERVING);
      }
    }
  }
}
