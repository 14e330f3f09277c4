// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.server.config.ConnectionLimits;
import org.pluginexecutor.server.config.ListenConfig;

/** Connections that are old, or that nobody uses, are ended so that nobody notices. */
class ConnectionLifeTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration LONG = Duration.ofHours(1);

  private static TestServer start(Duration idleTime, Duration age) {
    var limits = ConnectionLimits.defaults();
    return TestServer.withoutWalls(config ->
        config.withListen(
            ListenConfig.defaults()
                .withLimits(
                    new ConnectionLimits(
                        limits.connections(),
                        limits.callsPerConnection(),
                        limits.messageBytes(),
                        limits.handshakeTime(),
                        idleTime,
                        age))));
  }

  private static PluginExecutorClient connect(TestServer server, CutConnections connections) {
    return PluginExecutorClient.connect(
        TestServer.options(server.server())
            .target(connections.target())
            // Whatever goes wrong is to be seen.
            .maxAttempts(1)
            .reconnectTime(Duration.ZERO)
            .build());
  }

  private static PluginTarget plugin(TestServer server, String body) {
    return server.aa(
        """
        import time
        class Plugin:
          def authenticate(self):
            %s
            return {'verdict': 'ACCEPT'}
        """
            .formatted(body));
  }

  private static void assertAccepted(PluginExecutorClient client, PluginTarget target) {
    var call =
        HookCall.newBuilder(target, "authenticate", "s-1")
            .arguments(Map.of())
            .timeLimit(SOON)
            .build();
    assertThat(client.call(call).outcome()).isInstanceOf(Outcome.Returned.class);
  }

  @Test
  void who_calls_all_the_time_does_not_notice_that_connections_come_of_age() throws Exception {
    try (var server = start(LONG, Duration.ofMillis(300));
        var connections = CutConnections.to(server.port());
        var client = connect(server, connections)) {
      var target = plugin(server, "pass");
      var isOver = new AtomicBoolean();
      var load = new ArrayList<CompletableFuture<Void>>();
      for (int caller = 0; caller < 3; caller++) {
        load.add(
            Background.run(() -> {
              while (!isOver.get()) {
                assertAccepted(client, target);
              }
            }));
      }

      Eventually.within(
          SOON,
          () ->
              assertThat(
                      connections.accepted() > 5
                          || load.stream().anyMatch(CompletableFuture::isDone))
                  .isTrue());

      isOver.set(true);
      load.forEach(CompletableFuture::join);
      assertThat(connections.accepted()).isGreaterThan(5);
    }
  }

  @Test
  void a_call_that_is_longer_than_the_age_of_a_connection_gets_its_answer() throws Exception {
    try (var server = start(LONG, Duration.ofMillis(200));
        var connections = CutConnections.to(server.port());
        var client = connect(server, connections)) {
      assertAccepted(client, plugin(server, "time.sleep(2)"));
    }
  }

  @Test
  void a_connection_that_nobody_uses_is_closed_and_the_next_call_makes_another() throws Exception {
    try (var server = start(Duration.ofMillis(300), LONG);
        var connections = CutConnections.to(server.port());
        var client = connect(server, connections)) {
      var target = plugin(server, "pass");
      assertAccepted(client, target);
      assertThat(connections.accepted()).isEqualTo(1);

      Eventually.within(SOON, () -> assertThat(connections.open()).isZero());

      assertAccepted(client, target);
      assertThat(connections.accepted()).isEqualTo(2);
    }
  }

  @Test
  void a_connection_is_not_idle_while_a_call_runs() throws Exception {
    try (var server = start(Duration.ofMillis(200), LONG);
        var connections = CutConnections.to(server.port());
        var client = connect(server, connections)) {
      assertAccepted(client, plugin(server, "time.sleep(2)"));
      assertThat(connections.accepted()).isEqualTo(1);
    }
  }
}
