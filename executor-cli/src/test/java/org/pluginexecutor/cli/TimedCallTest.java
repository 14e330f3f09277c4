// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is said of where the time of a call went. */
class TimedCallTest {
  private static final List<String> STEPS =
      List.of("load_time_s", "construct_time_s", "hook_time_s", "reply_time_s", "end_time_s");

  @RegisterExtension static final RunningServer SERVER = new RunningServer(config -> config);

  @BeforeAll
  static void upload(@TempDir Path directory) throws IOException {
    var plugin = Samples.guessing(directory.resolve("plugin"));
    Files.writeString(
        plugin.resolve("main.py"),
        """
        import time
        class Plugin:
            def __init__(self, configuration):
                pass
            def authenticate(self, gateway_user):
                time.sleep(0.2)
                return {'verdict': 'ACCEPT'}
        """);
    var upload = SERVER.run("plugin", "upload", plugin.toString());
    assertThat(upload.exitCode()).as(upload.err()).isEqualTo(ExitCode.OK);
  }

  private static Captured call(String... more) {
    var command =
        List.of("call", "authenticate", "--plugin", "guessing", "--arg", "gateway_user=alice");
    return SERVER.run(Stream.concat(command.stream(), Arrays.stream(more)).toArray(String[]::new));
  }

  private static Map<?, ?> part(Map<?, ?> document, String field) {
    return (Map<?, ?>) Objects.requireNonNull(document.get(field));
  }

  private static double seconds(Map<?, ?> document, String field) {
    return ((Number) Objects.requireNonNull(document.get(field))).doubleValue();
  }

  @Test
  void a_timed_call_shows_every_part_in_the_order_of_its_way() {
    var text = call("--timing").out();

    assertThat(text.lines().filter(line -> line.startsWith("  ") && line.contains(" ms ")))
        .extracting(line -> line.strip().replaceFirst(" .*", ""))
        .containsExactly(
            "client",
            "wire",
            "queue",
            "start",
            "walls",
            "exchange",
            "load",
            "construct",
            "hook",
            "reply",
            "end",
            "server");
    assertThat(text).containsPattern("hook +[2-9][0-9]{2,}\\.[0-9]{2} ms   the hook itself");
  }

  @Test
  void other_calls_do_not_show_it() {
    assertThat(call().out()).doesNotContain("exchange");
  }

  @Test
  void the_parts_are_no_longer_than_the_whole() {
    var cost = part(call("--json").json(), "cost");
    var timing = part(cost, "timing");

    assertThat(seconds(timing, "hook_time_s")).isBetween(0.19, 5.0);
    assertThat(STEPS.stream().mapToDouble(step -> seconds(timing, step)).sum())
        .isBetween(0.19, seconds(cost, "run_time_s"));
    assertThat(seconds(timing, "server_time_s"))
        .isGreaterThanOrEqualTo(
            seconds(cost, "queue_time_s")
                + seconds(cost, "start_time_s")
                + seconds(cost, "run_time_s"));
    assertThat(seconds(timing, "walls_time_s")).isLessThanOrEqualTo(seconds(cost, "start_time_s"));
  }
}
