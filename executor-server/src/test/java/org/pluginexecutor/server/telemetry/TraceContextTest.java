// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final String PARENT = "00-" + ID + "-" + SPAN + "-01";

  private static TraceContext parsed(String parent, @Nullable String state) {
    return TraceContext.parse(parent, state).orElseThrow();
  }

  @Test
  void the_headers_name_trace_and_span() {
    assertThat(parsed(PARENT, "a=1,b@c=2"))
        .isEqualTo(new TraceContext(ID, SPAN, "01", "a=1,b@c=2"));
    assertThat(parsed(PARENT, null).parent()).isEqualTo(PARENT);
  }

  @ParameterizedTest
  @CsvSource({"00, 00, false", "01, 01, true", "02, 02, false", "03, 03, true", "ff, 03, true"})
  void flags_that_nobody_knows_are_not_passed_on(String given, String passed, boolean sampled) {
    var context = parsed("cc-" + ID + "-" + SPAN + "-" + given, null);

    assertThat(context.parent()).isEqualTo("00-" + ID + "-" + SPAN + "-" + passed);
    assertThat(context.isSampled()).isEqualTo(sampled);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "00-" + ID,
        PARENT + "-x",
        "ff-" + ID + "-" + SPAN + "-01",
        "00-00000000000000000000000000000000-" + SPAN + "-01",
        "00-" + ID + "-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
        PARENT + "\n",
      })
  void anything_else_names_none(@Nullable String header) {
    assertThat(TraceContext.parse(header, "a=1")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "A=1", "a=1;b", "a=\u00e9", "a=1\n", "=1", "a=1,b", "a==1"})
  void a_state_that_is_not_valid_is_left_out(String state) {
    assertThat(parsed(PARENT, state.equals("a=1;b") ? "a=1,=b" : state).state()).isEmpty();
  }

  @Test
  void a_state_has_its_limits() {
    assertThat(parsed(PARENT, "a=" + "x".repeat(250)).state()).hasSize(252);
    assertThat(parsed(PARENT, "a=" + "x".repeat(600)).state()).isEmpty();
    assertThat(parsed(PARENT, "a=1" + ",b=1".repeat(40)).state()).isEmpty();
    assertThat(parsed(PARENT, "a=1" + ",b=1".repeat(31)).state()).isNotEmpty();
  }
}
