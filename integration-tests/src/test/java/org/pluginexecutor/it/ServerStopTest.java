// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.client.ExecutorClientException;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.OverloadedException;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginTarget;

/** A server that is told to stop ends its calls in order; one that is full says so. */
class ServerStopTest {
  @TempDir Path directory;

  private PluginTarget waitingPlugin(TestServer server) {
    return server.aa(
        """
        import os, time
        class Plugin:
          def session_ended(self, session_id):
            open('%s/began-' + session_id, 'w').close()
            while not os.path.exists('%s/go'): time.sleep(0.01)
            print('done')
        """
            .formatted(directory, directory));
  }

  private static HookCall call(PluginTarget target, String sessionId) {
    return HookCall.newBuilder(target, "session_ended", sessionId)
        .timeLimit(Duration.ofSeconds(30))
        .build();
  }

  private void awaitBegin(String sessionId) {
    Eventually.within(
        Duration.ofSeconds(10), () -> assertThat(directory.resolve("began-" + sessionId)).exists());
  }

  @Test
  void running_calls_end_and_health_says_not_serving_meanwhile() throws Exception {
    try (var server = TestServer.withoutWalls()) {
      var target = waitingPlugin(server);
      var running = Background.supply(() -> server.client().call(call(target, "s-1")));
      awaitBegin("s-1");
      var channel = server.channel();
      var watch =
          HealthGrpc.newBlockingStub(channel).watch(HealthCheckRequest.getDefaultInstance());
      assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.SERVING);
      var closing = Background.run(server.server()::close);
      assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
      channel.shutdownNow();
      assertThat(closing).isNotDone();
      Files.createFile(directory.resolve("go"));
      assertThat(running.get().outcome()).isInstanceOf(Outcome.Returned.class);
      closing.get();
    }
  }

  @Test
  void calls_that_do_not_end_in_time_are_killed_with_everything() {
    try (var server = TestServer.withoutWalls(c -> c.withDrainTimeout(Duration.ofMillis(200)))) {
      var target = waitingPlugin(server);
      var running = Background.supply(() -> server.client().call(call(target, "s-2")));
      awaitBegin("s-2");
      server.server().close();
      assertThatThrownBy(running::join).hasCauseInstanceOf(RuntimeException.class);
      assertThat(ProcessHandle.current().descendants()).isEmpty();
    }
  }

  @Test
  void a_stopped_server_takes_no_calls() {
    try (var server = TestServer.withoutWalls()) {
      var target = waitingPlugin(server);
      server.server().close();
      assertThatThrownBy(() -> server.client().call(call(target, "s-3")))
          .isInstanceOf(ExecutorClientException.class);
    }
  }

  @Test
  void a_full_server_refuses_at_once_and_says_when_to_try_again() throws Exception {
    try (var server =
        TestServer.withoutWalls(
            c -> c.withInvocation(c.invocation().withSlots(1, 0, Duration.ofSeconds(5))))) {
      var options = TestServer.options(server.server()).maxAttempts(1).build();
      var target = waitingPlugin(server);
      var running = Background.supply(() -> server.client().call(call(target, "s-4")));
      awaitBegin("s-4");
      try (var client = PluginExecutorClient.connect(options)) {
        assertThatThrownBy(() -> client.call(call(target, "s-5")))
            .isInstanceOfSatisfying(
                OverloadedException.class,
                e -> {
                  assertThat(e.reason()).isEqualTo("QUEUE_FULL");
                  assertThat(e.hookMayHaveRun()).isFalse();
                  assertThat(e.retryAfter()).isPresent();
                });
      }
      Files.createFile(directory.resolve("go"));
      assertThat(running.get().outcome()).isInstanceOf(Outcome.Returned.class);
    }
  }

  @Test
  void a_call_that_waits_for_a_slot_gets_it_when_one_becomes_free() throws Exception {
    try (var server =
        TestServer.withoutWalls(
            c -> c.withInvocation(c.invocation().withSlots(1, 10, Duration.ofSeconds(20))))) {
      var target = waitingPlugin(server);
      var first = Background.supply(() -> server.client().call(call(target, "s-6")));
      awaitBegin("s-6");
      var second = Background.supply(() -> server.client().call(call(target, "s-7")));
      Files.createFile(directory.resolve("go"));
      assertThat(first.get().outcome()).isInstanceOf(Outcome.Returned.class);
      assertThat(second.get().outcome()).isInstanceOf(Outcome.Returned.class);
    }
  }

  @Test
  void a_health_check_of_an_unknown_service_is_not_found() {
    try (var server = TestServer.withoutWalls()) {
      var channel = server.channel();
      try {
        var stub = HealthGrpc.newBlockingStub(channel);
        assertThatThrownBy(
                () -> stub.check(HealthCheckRequest.newBuilder().setService("x").build()))
            .isInstanceOf(StatusRuntimeException.class);
      } finally {
        channel.shutdownNow();
      }
    }
  }
}
