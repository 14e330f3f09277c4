// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.OverloadedException;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginTarget;

/** The limits of the server, in a container with a limit of its own. */
class LimitsImageTest {
  private static final long MEMORY_BYTES = 768L << 20;

  @TempDir private static Path place;
  private static PluginExecutorContainer container;

  @BeforeAll
  static void start() {
    container =
        new PluginExecutorContainer()
            .withSetting("sandbox.worker-memory", "64MiB")
            .withSetting("invocation.slots", "1")
            .withSetting("invocation.queue-length", "0")
            .withPlugin(TestPlugin.aa(place, "greedy", "1.0.0", "x = bytearray(256 << 20)"))
            .withPlugin(
                TestPlugin.aa(
                    place, "slow", "1.0.0", "import time", "print('on')", "time.sleep(60)"))
            .withPlugin(TestPlugin.aa(place, "good", "1.0.0", "return {'verdict': 'ACCEPT'}"))
            .withInstance("greedy", "greedy")
            .withInstance("slow", "slow")
            .withInstance("good", "good")
            .withCreateContainerCmdModifier(command ->
                Objects.requireNonNull(command.getHostConfig())
                    .withMemory(MEMORY_BYTES)
                    .withPidsLimit(256L));
    container.start();
  }

  @AfterAll
  static void stop() {
    container.stop();
  }

  private static HookCall slow() {
    return HookCall.newBuilder(new PluginTarget.Instance("slow"), "authenticate", "test-slow")
        .arguments(Map.of("gateway_user", "alice"))
        .timeLimit(Duration.ofSeconds(2))
        .build();
  }

  @Test
  void a_hook_that_takes_too_much_memory_fails_alone() {
    var failed = TestPlugin.call(container.client(), "greedy").outcome();

    assertThat(failed)
        .isInstanceOfSatisfying(
            Outcome.Raised.class,
            raised -> assertThat(raised.exceptionType()).contains("MemoryError"));
    assertThat(TestPlugin.ask(container.client(), "good").grantsAccess()).isTrue();
  }

  @Test
  void a_hook_that_takes_too_long_is_ended() {
    assertThat(container.client().call(slow()).outcome()).isInstanceOf(Outcome.TimedOut.class);
  }

  @Test
  void what_there_is_no_room_for_is_refused_and_says_when_to_come_again() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    var options = container.clientOptions().maxAttempts(1);
    try (var client = PluginExecutorClient.connect(options.build())) {
      var runs = new CountDownLatch(1);
      var ended = threads.submit(() -> client.call(slow(), line -> runs.countDown()));
      assertThat(runs.await(30, TimeUnit.SECONDS)).isTrue();

      assertThatThrownBy(() -> TestPlugin.ask(client, "good"))
          .isInstanceOfSatisfying(
              OverloadedException.class, refused -> assertThat(refused.retryAfter()).isPresent());
      assertThat(ended.get(30, TimeUnit.SECONDS).outcome()).isInstanceOf(Outcome.TimedOut.class);
    } finally {
      threads.shutdownNow();
    }
  }
}
