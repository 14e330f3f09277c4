// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginExecutorClientOptions;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.client.PluginTarget;

/** A server is stopped and started again while gateways call: they notice a pause, nothing else. */
class RollingRestartTest {
  private static final int RESTARTS = 3;
  private static final int CALLERS = 4;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final PluginTarget TARGET = new PluginTarget.Instance("noting");

  /** Ports below those that the system gives to whoever asks for any. */
  private static final int FIRST_PORT = 21_000;

  private static final PluginName PLUGIN =
      new PluginName(Optional.empty(), "noting", Optional.empty());

  @TempDir private Path directory;

  /** Session ids of the calls that were answered. */
  private final ConcurrentLinkedQueue<String> answered = new ConcurrentLinkedQueue<>();

  /** Notes each run, and takes its time. */
  private PluginZip plugin() {
    return PluginZip.aa(
        "noting",
        """
        import os, time
        class Plugin:
          def authenticate(self, session_id):
            runs = os.open(os.environ['SCB_PLUGIN_STATE_DIRECTORY'] + '/runs',
                           os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            os.write(runs, (session_id + '\\n').encode())
            os.close(runs)
            time.sleep(0.05)
            return {'verdict': 'ACCEPT'}
        """);
  }

  private static int freePort() {
    for (int port = FIRST_PORT; ; port++) {
      try (var _ = new ServerSocket(port)) {
        return port;
      } catch (IOException _) {
        // Somebody has it.
      }
    }
  }

  private PluginExecutorClient connect(ServerProcess server) {
    return PluginExecutorClient.connect(
        PluginExecutorClientOptions.newBuilder()
            .target(server.target())
            .tokenFile(server.tokenFile())
            .reconnectTime(SOON)
            .build());
  }

  private void callUntil(AtomicBoolean isOver, PluginExecutorClient client, int caller) {
    for (int number = 0; !isOver.get(); number++) {
      var sessionId = "s-" + caller + "-" + number;
      var call = HookCall.newBuilder(TARGET, "authenticate", sessionId).timeLimit(SOON).build();
      assertThat(client.call(call).outcome()).isInstanceOf(Outcome.Returned.class);
      answered.add(sessionId);
    }
  }

  private void restartUnderLoad(List<String> address) throws Exception {
    var server = ServerProcess.startAt(address, directory);
    var isOver = new AtomicBoolean();
    var load = new ArrayList<CompletableFuture<Void>>();
    try (var client = connect(server);
        var another = connect(server)) {
      client.plugins().upload(plugin().stream());
      client.instances().create("noting", PLUGIN, Optional.empty());
      for (int caller = 0; caller < CALLERS; caller++) {
        int number = caller;
        var connected = caller % 2 == 0 ? client : another;
        load.add(Background.run(() -> callUntil(isOver, connected, number)));
      }
      for (int i = 0; i < RESTARTS; i++) {
        awaitCalls(load);
        // SIGTERM is how service managers stop it.
        server.process().destroy();
        assertThat(server.process().waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        server = ServerProcess.startAt(address, directory);
      }
      awaitCalls(load);
      isOver.set(true);
      load.forEach(CompletableFuture::join);
      assertThat(runs()).containsExactlyInAnyOrderElementsOf(answered);
    } finally {
      isOver.set(true);
      server.close();
    }
  }

  /** Each caller gets answers, or has said what it got instead. */
  private void awaitCalls(List<CompletableFuture<Void>> load) {
    int before = answered.size();
    Eventually.within(
        SOON,
        () ->
            assertThat(
                    answered.size() >= before + 10 * CALLERS
                        || load.stream().anyMatch(CompletableFuture::isDone))
                .isTrue());
  }

  private List<String> runs() throws IOException {
    try (var files = Files.walk(directory.resolve("data/state"))) {
      var found = files.filter(file -> file.endsWith("runs")).toList();
      assertThat(found).hasSize(1);
      return Files.readAllLines(found.getFirst());
    }
  }

  @Test
  void no_call_at_a_port_is_lost_and_no_hook_runs_twice() throws Exception {
    restartUnderLoad(List.of("--port", Integer.toString(freePort())));
  }

  @Test
  void no_call_at_a_socket_is_lost_and_no_hook_runs_twice() throws Exception {
    restartUnderLoad(List.of("--tcp=false", "--socket", directory.resolve("s").toString()));
  }
}
