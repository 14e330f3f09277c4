// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.client.PluginTarget;

/** A server whose log goes to a pipe that nobody reads. */
@Timeout(300)
class UnreadLogTest {
  private static final String TALKATIVE =
      """
      class Plugin:
        def authenticate(self):
          print('x' * 80 + '\\n' + ('x\\n' * 9000))
          return {'verdict': 'ACCEPT'}
      """;

  @TempDir Path directory;

  @Test
  void calls_go_on_and_the_loss_is_told_as_soon_as_somebody_reads() throws Exception {
    try (var server =
        ServerProcess.startUnread(
            directory, "--require-isolation", "none", "--isolation", "none")) {
      try (var client = server.connect()) {
        client.plugins().upload(PluginZip.aa("talker", TALKATIVE).stream());
        var target =
            new PluginTarget.Configured(
                new PluginName(Optional.empty(), "talker", Optional.empty()), "");
        for (int i = 0; i < 4; i++) {
          var call =
              HookCall.newBuilder(target, "authenticate", "s-" + i)
                  .timeLimit(Duration.ofSeconds(60))
                  .build();
          assertThat(client.call(call).outcome()).isInstanceOf(Outcome.Returned.class);
        }
      }

      var log =
          new BufferedReader(
              new InputStreamReader(server.process().getErrorStream(), StandardCharsets.UTF_8));
      var line = log.readLine();
      while (line != null && !line.contains(" lines of the log were dropped")) {
        line = log.readLine();
      }
      assertThat(line).contains(" WARN QueuedAppender: ");
    }
  }
}
