// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.client.ExecutorClientException;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.Verdict;

/** What becomes of calls when the engine stops the container while they come. */
class StopImageTest {
  private static final int CALLERS = 4;

  @TempDir private Path place;

  @Test
  void calls_under_way_end_and_later_ones_are_refused_before_their_hook_runs() throws Exception {
    Path slow =
        TestPlugin.aa(
            place,
            "slow",
            "1.0.0",
            "import time",
            "time.sleep(0.3)",
            "return {'verdict': 'ACCEPT'}");
    ExecutorService threads = Executors.newCachedThreadPool();
    try (var container =
        new PluginExecutorContainer().withPlugin(slow).withInstance("access", "slow")) {
      container.start();
      var options = container.clientOptions().reconnectTime(Duration.ofMillis(200));
      try (var client = PluginExecutorClient.connect(options.build())) {
        var answered = new CountDownLatch(2 * CALLERS);
        var accepted = new AtomicInteger();
        var ends = new ArrayList<Future<ExecutorClientException>>();
        for (int i = 0; i < CALLERS; i++) {
          ends.add(threads.submit(() -> callUntilRefused(client, answered, accepted)));
        }
        assertThat(answered.await(60, TimeUnit.SECONDS)).isTrue();

        var docker = container.getDockerClient();
        docker.stopContainerCmd(container.getContainerId()).withTimeout(40).exec();

        for (var end : ends) {
          assertThat(end.get(60, TimeUnit.SECONDS).hookMayHaveRun()).isFalse();
        }
        assertThat(accepted.get()).isGreaterThanOrEqualTo(2 * CALLERS);
        var state = docker.inspectContainerCmd(container.getContainerId()).exec().getState();
        // 143 is what Java says of a SIGTERM that it has obeyed; 137 would be the engine's SIGKILL.
        assertThat(state.getExitCodeLong()).isIn(0L, 143L);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static ExecutorClientException callUntilRefused(
      PluginExecutorClient client, CountDownLatch answered, AtomicInteger accepted) {
    while (true) {
      try {
        assertThat(TestPlugin.ask(client, "access").verdict()).isInstanceOf(Verdict.Accept.class);
        accepted.incrementAndGet();
        answered.countDown();
      } catch (ExecutorClientException e) {
        return e;
      }
    }
  }
}
