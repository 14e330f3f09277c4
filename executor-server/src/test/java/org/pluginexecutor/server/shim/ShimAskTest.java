// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pluginexecutor.server.value.TestValues.dict;
import static org.pluginexecutor.server.value.TestValues.items;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pluginexecutor.server.value.PluginValue;

class ShimAskTest {
  static Stream<Arguments> asks() {
    return Stream.of(
        Arguments.of("ask_user_list", new ShimAsk(1, "user_list", "get", dict("name", "staff"))),
        Arguments.of("ask_without_arguments", new ShimAsk(1000, "box", "get", dict())),
        Arguments.of(
            "ask_memory_cache",
            new ShimAsk(
                2,
                "memory_cache",
                "set",
                dict("key", "vendor:product", "value", "{\"n\": \"ü\"}", "ttl", 60))));
  }

  @ParameterizedTest
  @MethodSource("asks")
  void understands_every_golden_ask(String name, ShimAsk expected) throws IOException {
    var message = GoldenFrames.object("ask", name);

    assertThat(ShimAsk.isAsk(message)).isTrue();
    assertThat(ShimAsk.of(message)).isEqualTo(expected);
    assertThat(GoldenFrames.of("ask")).hasSize((int) asks().count());
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of(
            "answer_user_list",
            1,
            new ShimAnswer.Value(dict("allow", "no_user", "except", items("Jürgen")))),
        Arguments.of("answer_null", 2, new ShimAnswer.Value(PluginValue.Null.INSTANCE)),
        Arguments.of(
            "answer_refused",
            3,
            new ShimAnswer.Refused(
                "user_list: staff (expected: a name that the configuration has)")),
        Arguments.of(
            "answer_failed", 1000, new ShimAnswer.Failed("memory_cache: cannot be had now")));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void writes_every_golden_answer(String name, int number, ShimAnswer answer) throws IOException {
    assertThat(answer.toMessage(number)).isEqualTo(GoldenFrames.object("answer", name));
    assertThat(GoldenFrames.of("answer")).hasSize((int) answers().count());
  }

  static Stream<PluginValue.Dict> wrongAsks() {
    return Stream.of(
        dict("type", "ask"),
        dict("type", "ask", "number", "1", "service", "s", "operation", "o", "arguments", dict()),
        dict("type", "ask", "number", 1, "service", 1, "operation", "o", "arguments", dict()),
        dict("type", "ask", "number", 1, "service", "s", "operation", dict(), "arguments", dict()),
        dict("type", "ask", "number", 1, "service", "s", "operation", "o", "arguments", items()));
  }

  @ParameterizedTest
  @MethodSource("wrongAsks")
  void refuses_what_is_no_ask(PluginValue.Dict message) {
    assertThatThrownBy(() -> ShimAsk.of(message)).isInstanceOf(ShimProtocolException.class);
  }

  @Test
  void shows_neither_what_was_asked_with_nor_what_was_answered() {
    var ask = new ShimAsk(1, "memory_cache", "set", dict("value", "s3cret"));
    var answer = new ShimAnswer.Value(dict("password", "s3cret"));

    assertThat(ask + " " + answer).doesNotContain("s3cret");
  }
}
