// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.client.PluginTarget;

/**
 * The server as a process of its own: killed, its workers die; started again, it tidies up and
 * knows everything.
 */
class KilledServerTest {
  @TempDir Path directory;

  private static final PluginTarget TARGET =
      new PluginTarget.Configured(
          new PluginName(Optional.empty(), "waiting", Optional.empty()), "");

  @Test
  void killed_with_a_running_call_it_leaves_no_process_and_the_next_start_tidies_up()
      throws Exception {
    var mark = "mark-" + UUID.randomUUID();
    var plugin =
        PluginZip.aa(
            "waiting",
            """
            import os, sys, time
            class Plugin:
              def session_ended(self, session_id):
                if session_id.startswith('mark-') and os.fork() == 0:
                  os.setsid()
                  os.execv(sys.executable, [session_id, '-c', 'import time; time.sleep(600)', session_id])
                if session_id.startswith('mark-'): time.sleep(600)
            """);
    try (var serving = ServerProcess.start(directory);
        var client = serving.connect()) {
      client.plugins().upload(plugin.stream());
      var running =
          Background.supply(
              () -> client.call(HookCall.newBuilder(TARGET, "session_ended", mark).build()));
      Eventually.within(
          Duration.ofSeconds(20), () -> assertThat(Processes.named(mark)).isNotEmpty());
      serving.process().destroyForcibly().waitFor();
      Eventually.within(Duration.ofSeconds(3), () -> assertThat(Processes.named(mark)).isEmpty());
      assertThat(running).failsWithin(Duration.ofSeconds(10));
      assertThat(serving.leftovers(directory)).hasSize(1);
    }
    try (var serving = ServerProcess.start(directory);
        var client = serving.connect()) {
      assertThat(serving.leftovers(directory)).hasSize(1);
      var call = HookCall.newBuilder(TARGET, "session_ended", "s-1").build();
      assertThat(client.call(call).outcome()).isInstanceOf(Outcome.Returned.class);
      // SIGTERM is how service managers stop it.
      serving.process().destroy();
      assertThat(serving.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(serving.leftovers(directory)).isEmpty();
    }
  }
}
