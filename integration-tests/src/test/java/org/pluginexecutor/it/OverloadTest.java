// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.OverloadedException;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginTarget;

/** A server with more calls than it can carry, and one with a plugin that hangs. */
class OverloadTest {
  private static final String ACCEPT =
      """
      class Plugin:
        def authenticate(self, session_id):
          return {'verdict': 'ACCEPT'}
      """;

  @TempDir Path directory;

  private static TestServer server(int slots, int queueLength) {
    return TestServer.withoutWalls(config ->
        config.withInvocation(
            config.invocation().withSlots(slots, queueLength, Duration.ofSeconds(30))));
  }

  private static HookCall call(PluginTarget target) {
    return HookCall.newBuilder(target, "authenticate", "s-1")
        .timeLimit(Duration.ofSeconds(30))
        .build();
  }

  @Test
  void a_plugin_that_hangs_leaves_the_others_alone() throws Exception {
    try (var server = server(4, 100)) {
      var hanging =
          server.aa(
              """
              import os, time
              class Plugin:
                def authenticate(self, session_id):
                  open('%s/began-%%d' %% os.getpid(), 'w').close()
                  while not os.path.exists('%s/go'): time.sleep(0.01)
              """
                  .formatted(directory, directory));
      var other = server.aa(ACCEPT);
      assertThat(server.call(other, "authenticate", Map.of()).outcome())
          .isInstanceOf(Outcome.Returned.class);
      var hung = new ArrayList<CompletableFuture<HookResponse>>();
      for (int i = 0; i < 20; i++) {
        hung.add(Background.supply(() -> server.client().call(call(hanging))));
      }
      Eventually.within(
          Duration.ofSeconds(20), () -> assertThat(directory.toFile().list()).hasSize(3));

      for (int i = 0; i < 5; i++) {
        var response = server.call(other, "authenticate", Map.of());

        assertThat(response.outcome()).isInstanceOf(Outcome.Returned.class);
        assertThat(response.cost().queueTime()).isLessThan(Duration.ofSeconds(1));
      }
      assertThat(hung).noneMatch(CompletableFuture::isDone);
      Files.createFile(directory.resolve("go"));
      for (var call : hung) {
        assertThat(call.get().outcome()).isInstanceOf(Outcome.Returned.class);
      }
    }
  }

  @Test
  void every_call_gets_an_answer_or_a_refusal_that_says_when_to_come_again() throws Exception {
    try (var server = server(2, 4)) {
      var target = server.aa(ACCEPT);
      var options = TestServer.options(server.server()).maxAttempts(1).build();
      try (var client = PluginExecutorClient.connect(options)) {
        var calls = new ArrayList<CompletableFuture<Boolean>>();
        for (int i = 0; i < 60; i++) {
          calls.add(Background.supply(() -> isAnswered(client, target)));
        }

        var answered = new ArrayList<Boolean>();
        for (var call : calls) {
          answered.add(call.get());
        }
        assertThat(answered).hasSize(60).contains(true, false);
      }
    }
  }

  private static boolean isAnswered(PluginExecutorClient client, PluginTarget target) {
    try {
      assertThat(client.call(call(target)).outcome()).isInstanceOf(Outcome.Returned.class);
      return true;
    } catch (OverloadedException e) {
      assertThat(e.reason()).isIn(List.of("QUEUE_FULL", "QUOTA_EXCEEDED"));
      assertThat(e.hookMayHaveRun()).isFalse();
      assertThat(e.retryAfter()).isPresent();
      return false;
    }
  }
}
