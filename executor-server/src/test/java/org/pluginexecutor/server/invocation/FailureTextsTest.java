// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.server.shim.ReachedWall;
import org.pluginexecutor.server.shim.ShimConstruct;
import org.pluginexecutor.server.shim.ShimReply;
import org.pluginexecutor.server.telemetry.RecordedLog;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.worker.WorkerReport.End;

class FailureTextsTest {
  private static final FailureTexts SHOWN = new FailureTexts(false);
  private static final FailureTexts HIDDEN = new FailureTexts(true);

  private final LogCapture log =
      new LogCapture("hidden-1", InstantSource.system(), _ -> {}, Optional.empty());

  @Test
  void everything_is_shown_unless_it_is_to_be_hidden() {
    var request = new ShimConstruct(Path.of("p"), "", List.of(), 4096);
    End end = new End.Replied(new ShimReply.Raised("ValueError", "m", "t"));

    assertThat(SHOWN.prepare(request)).isEqualTo(request);
    assertThat(SHOWN.disclose(end, log)).isEqualTo(end);
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void a_worker_is_told_to_print_nothing() {
    var request = new ShimConstruct(Path.of("p"), "", List.of(), 4096);

    var message = HIDDEN.prepare(request).toMessage();

    assertThat(message.get("print_failures")).isEqualTo(new PluginValue.Bool(false));
    assertThat(message.fields()).containsAllEntriesOf(request.toMessage().fields());
  }

  @Test
  void the_type_is_told_and_the_rest_is_in_the_servers_log() {
    var end = new End.Replied(new ShimReply.Raised("ValueError", "secret", "line 1\nsecret-7\n"));

    assertThat(HIDDEN.disclose(end, log))
        .isEqualTo(new End.Replied(new ShimReply.Raised("ValueError", "", "")));
    assertThat(RecordedLog.of("plugin", "secret-7")).containsExactly("hidden-1: secret-7");
    assertThat(log.lines())
        .singleElement()
        .satisfies(line ->
            assertThat(line.text())
                .isEqualTo("hidden-1: what the plugin raised is in the server's log only"));
  }

  @Test
  void a_refusal_without_a_traceback_is_hidden_as_well() {
    var end =
        new End.Replied(
            new ShimReply.LoadFailed(ShimReply.Step.CONSTRUCT, "TypeError", "secret-8", ""));

    assertThat(HIDDEN.disclose(end, log))
        .isEqualTo(
            new End.Replied(
                new ShimReply.LoadFailed(ShimReply.Step.CONSTRUCT, "TypeError", "", "")));
    assertThat(RecordedLog.of("plugin", "secret-8"))
        .containsExactly("hidden-1: TypeError: secret-8");
  }

  @Test
  void walls_lose_what_the_plugin_can_have_written_and_the_log_has_it() {
    var wall = new ReachedWall(ReachedWall.Kind.PATH, 0, 0, "main.py:1", "/secret-9", "m", 2);
    End end = new End.Replied(new ShimReply.Raised("E", "m", "t"));

    assertThat(HIDDEN.disclose(List.of(wall), end, log))
        .containsExactly(new ReachedWall(ReachedWall.Kind.PATH, 0, 0, "", "", "", 2));
    assertThat(SHOWN.disclose(List.of(wall), end, log)).containsExactly(wall);
    assertThat(HIDDEN.disclose(List.of(wall), new End.Signalled(9), log)).containsExactly(wall);
  }
}
