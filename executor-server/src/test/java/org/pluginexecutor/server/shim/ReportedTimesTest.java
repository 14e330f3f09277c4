// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.server.value.PluginValue;

/** What is made of times that a plugin can have written. */
class ReportedTimesTest {
  private static final Duration MOST = Duration.ofSeconds(2);

  private static ReportedTimes times(Map<String, PluginValue> times) {
    return ReportedTimes.in(
        new PluginValue.Dict(Map.of("times", new PluginValue.Dict(times))), MOST);
  }

  private static ReportedTimes hook(PluginValue seconds) {
    return times(Map.of("hook_s", seconds));
  }

  @Test
  void each_step_is_read() {
    var read =
        times(
            Map.of(
                "load_s", new PluginValue.Real(0.001),
                "construct_s", new PluginValue.Real(0.002),
                "hook_s", new PluginValue.Real(0.003),
                "reply_s", new PluginValue.Real(0.000004)));

    assertThat(read)
        .isEqualTo(
            new ReportedTimes(
                Duration.ofMillis(1),
                Duration.ofMillis(2),
                Duration.ofMillis(3),
                Duration.ofNanos(4_000)));
  }

  @Test
  void no_step_is_longer_than_the_call_or_shorter_than_nothing() {
    assertThat(hook(new PluginValue.Real(1e300)).hook()).isEqualTo(MOST);
    assertThat(hook(new PluginValue.Real(-1)).hook()).isZero();
  }

  @Test
  void what_is_no_time_is_none() {
    assertThat(hook(new PluginValue.Text("long"))).isEqualTo(ReportedTimes.NONE);
    assertThat(times(Map.of())).isEqualTo(ReportedTimes.NONE);
    assertThat(ReportedTimes.in(new PluginValue.Dict(Map.of()), MOST))
        .isEqualTo(ReportedTimes.NONE);
    assertThat(
            ReportedTimes.in(
                new PluginValue.Dict(Map.of("times", new PluginValue.Text("none"))), MOST))
        .isEqualTo(ReportedTimes.NONE);
  }
}
