// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HookCallTest {
  private static final PluginTarget TARGET = new PluginTarget.Instance("aa");

  private static HookCall.Builder call() {
    return HookCall.newBuilder(TARGET, "authenticate", "s-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"session_id", "cookie", "session_cookie"})
  void refuses_arguments_that_have_a_field_of_their_own(String name) {
    assertThatThrownBy(() -> call().arguments(Map.of(name, "x")).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("arguments." + name + ":");
  }

  @Test
  void names_the_path_of_a_refused_value() {
    assertThatThrownBy(
            () -> call().arguments(Map.of("key_value_pairs", Map.of("x", Double.NaN))).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("arguments.key_value_pairs.x:");
  }

  @Test
  void does_not_see_later_changes_of_what_it_was_given() {
    List<String> groups = new ArrayList<>(List.of("ops"));
    HookCall call = call().arguments(Map.of("gateway_groups", groups)).build();

    groups.add("root");

    assertThat(call.arguments()).containsEntry("gateway_groups", List.of("ops"));
  }

  @Test
  void refuses_a_time_limit_that_is_not_positive() {
    assertThatThrownBy(() -> call().timeLimit(Duration.ZERO).build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void checks_options_when_they_are_set() {
    var builder = PluginExecutorClientOptions.newBuilder();

    assertThatThrownBy(() -> builder.target(" ")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.maxAttempts(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.timeLimit(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.deadlineMargin(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PluginExecutorClient.connect(builder.build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("target:");
  }
}
