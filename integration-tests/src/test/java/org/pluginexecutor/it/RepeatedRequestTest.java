// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.client.CallCancelledException;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.InvalidRequestException;
import org.pluginexecutor.client.LogLine;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginTarget;

/** A hook runs once for each request id, however often the request is sent. */
class RepeatedRequestTest {
  private static TestServer server;

  @TempDir Path directory;
  private PluginTarget plugin;

  @BeforeAll
  static void start() {
    server = TestServer.withoutWalls();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Notes that it runs, and answers when it may. */
  @BeforeEach
  void upload() {
    plugin =
        server.aa(
            """
            import os, time
            class Plugin:
              def authenticate(self, session_id, gateway_user=None):
                with open('%s/runs', 'a') as runs: runs.write(session_id + '\\n')
                print('asked ' + gateway_user)
                while not os.path.exists('%s/go'): time.sleep(0.01)
                return {'verdict': 'ACCEPT', 'gateway_user': gateway_user}
            """
                .formatted(directory, directory));
  }

  private HookCall call(String requestId, String user) {
    return HookCall.newBuilder(plugin, "authenticate", "s-1")
        .arguments(Map.of("gateway_user", user))
        .timeLimit(Duration.ofSeconds(30))
        .requestId(requestId)
        .build();
  }

  private List<String> runs() {
    var file = directory.resolve("runs");
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitRun() {
    Eventually.within(Duration.ofSeconds(10), () -> assertThat(runs()).isNotEmpty());
  }

  private void letGo() throws IOException {
    Files.createFile(directory.resolve("go"));
  }

  private static void assertAccepted(HookResponse response) {
    assertThat(response.outcome()).isInstanceOf(Outcome.Returned.class);
  }

  @Test
  void a_repetition_joins_the_running_call_and_gets_its_answer_afterwards_too() throws Exception {
    var first = Background.supply(() -> server.client().call(call("r-1", "alice")));
    awaitRun();
    var lines = new ArrayList<LogLine>();
    var second = Background.supply(() -> server.client().call(call("r-1", "alice"), lines::add));

    letGo();
    var third = server.client().call(call("r-1", "alice"));

    assertAccepted(first.get());
    assertThat(List.of(first.get(), second.get(), third))
        .extracting(HookResponse::invocationId)
        .containsOnly(third.invocationId());
    assertThat(third.outcome()).isEqualTo(first.get().outcome());
    assertThat(third.logLines()).isEqualTo(first.get().logLines());
    second.get();
    assertThat(lines).extracting(LogLine::text).containsExactly("s-1: asked alice");
    assertThat(runs()).hasSize(1);
  }

  @Test
  void another_request_with_the_same_id_is_refused() throws Exception {
    letGo();
    server.client().call(call("r-2", "alice"));

    assertThatThrownBy(() -> server.client().call(call("r-2", "mallory")))
        .isInstanceOfSatisfying(
            InvalidRequestException.class,
            e -> {
              assertThat(e.reason()).isEqualTo("REQUEST_ID_REUSED");
              assertThat(e.hookMayHaveRun()).isFalse();
            });
    assertThat(runs()).hasSize(1);
  }

  @Test
  void a_cancelled_call_is_not_run_again() throws Exception {
    var failure = new java.util.concurrent.CompletableFuture<RuntimeException>();
    var caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                server.client().call(call("r-3", "alice"));
              } catch (CallCancelledException e) {
                failure.complete(e);
              }
            });
    awaitRun();
    caller.interrupt();
    failure.get();

    assertThatThrownBy(() -> server.client().call(call("r-3", "alice")))
        .isInstanceOfSatisfying(
            CallCancelledException.class, e -> assertThat(e.hookMayHaveRun()).isTrue());
    assertThat(runs()).hasSize(1);
  }

  @Test
  void a_call_whose_connection_is_lost_gets_its_answer_over_another_one() throws Exception {
    try (var connections = CutConnections.to(server.port());
        var client =
            PluginExecutorClient.connect(
                TestServer.options(server.server()).target(connections.target()).build())) {
      var call = Background.supply(() -> client.call(call("r-4", "alice")));
      awaitRun();

      connections.cut();
      letGo();

      assertAccepted(call.get());
      assertThat(runs()).hasSize(1);
    }
  }
}
