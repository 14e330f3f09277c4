// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pluginexecutor.server.value.TestValues.dict;
import static org.pluginexecutor.server.value.TestValues.items;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pluginexecutor.server.shim.GoldenFrames.Golden;
import org.pluginexecutor.server.shim.ShimCall.ResultForm;
import org.pluginexecutor.server.shim.ShimHello.Role;
import org.pluginexecutor.server.telemetry.TraceContext;
import org.pluginexecutor.server.value.PluginValue;

class ShimMessagesTest {
  static Stream<Golden> frames() throws IOException {
    var all = new ArrayList<Golden>();
    for (var type : List.of("hello", "call", "construct", "ask", "answer", "reply", "ended")) {
      all.addAll(GoldenFrames.of(type));
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("frames")
  void reads_every_golden_frame(Golden golden) throws IOException {
    var channel = Channels.newChannel(new ByteArrayInputStream(golden.frame()));

    assertThat(Frames.read(channel, 64 << 10)).isEqualTo(golden.object());
  }

  static Stream<Golden> calls() throws IOException {
    return GoldenFrames.of("call").stream();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void writes_a_call_that_reads_as_the_golden_one(Golden golden) throws IOException {
    var object = golden.object();
    var plain =
        new ShimCall(
            text(object, "hook"),
            Path.of(text(object, "plugin_directory")),
            text(object, "configuration"),
            (PluginValue.Dict) field(object, "arguments"),
            ResultForm.valueOf(text(object, "result_form").toUpperCase(Locale.ROOT)),
            (int) ((PluginValue.Int) field(object, "result_limit_bytes")).value(),
            ((PluginValue.Int) field(object, "file_size_limit_bytes")).value());
    var call =
        object.get("traceparent") instanceof PluginValue.Text(var parent)
            ? new TracedRequest(
                plain, TraceContext.parse(parent, text(object, "tracestate")).orElseThrow())
            : plain;
    var bytes = new ByteArrayOutputStream();

    Frames.write(Channels.newChannel(bytes), call.toMessage(), ShimProtocol.MAX_CALL_FRAME_BYTES);

    var channel = Channels.newChannel(new ByteArrayInputStream(bytes.toByteArray()));
    assertThat(Frames.read(channel, ShimProtocol.MAX_CALL_FRAME_BYTES)).isEqualTo(object);
  }

  static Stream<Golden> constructs() throws IOException {
    return GoldenFrames.of("construct").stream();
  }

  @ParameterizedTest
  @MethodSource("constructs")
  void writes_a_construct_frame_exactly_as_the_golden_one(Golden golden) throws IOException {
    var object = golden.object();
    var hooks =
        ((PluginValue.Items) field(object, "hooks"))
            .values().stream().map(hook -> ((PluginValue.Text) hook).value()).toList();
    var construct =
        new ShimConstruct(
            Path.of(text(object, "plugin_directory")),
            text(object, "configuration"),
            hooks,
            ((PluginValue.Int) field(object, "file_size_limit_bytes")).value());

    assertThat(construct.toMessage()).isEqualTo(object);
    assertThat(construct.toString()).doesNotContain("[auth]");
  }

  @Test
  void leaves_room_in_a_reply_for_what_was_asked_for() {
    var call = new ShimCall("authenticate", Path.of("/p"), "", dict(), ResultForm.DICT, 1024, 0);
    var construct = new ShimConstruct(Path.of("/p"), "", List.of(), 0);

    assertThat(call.replyLimitBytes()).isEqualTo(1024 + (64 << 10));
    assertThat(construct.replyLimitBytes()).isEqualTo(64 << 10);
  }

  @Test
  void a_call_that_is_to_be_explained_says_so_and_leaves_room_for_the_walls() {
    var call = new ShimCall("authenticate", Path.of("/p"), "", dict(), ResultForm.DICT, 1024, 0);
    var explained = new ExplainedRequest(call);

    assertThat(explained.toMessage().get("explain")).isEqualTo(new PluginValue.Bool(true));
    assertThat(explained.toMessage().fields()).containsAllEntriesOf(call.toMessage().fields());
    assertThat(explained.replyLimitBytes()).isEqualTo(call.replyLimitBytes() + (128 << 10));
  }

  private static PluginValue field(PluginValue.Dict object, String name) {
    var value = object.get(name);
    assertThat(value).isNotNull();
    return java.util.Objects.requireNonNull(value);
  }

  private static String text(PluginValue.Dict object, String name) {
    return ((PluginValue.Text) field(object, name)).value();
  }

  @Test
  void shows_no_secret_of_a_call() {
    var call =
        new ShimCall(
            "authenticate",
            Path.of("/p"),
            "hunter2",
            dict("a", "hunter2"),
            ResultForm.DICT,
            1024,
            0);

    assertThat(call.toString()).doesNotContain("hunter2");
  }

  static Stream<Arguments> hellos() {
    return Stream.of(
        Arguments.of("hello_control", Role.CONTROL),
        Arguments.of("hello_call", Role.CALL),
        Arguments.of("hello_stdout", Role.STDOUT),
        Arguments.of("hello_stderr", Role.STDERR));
  }

  @ParameterizedTest
  @MethodSource("hellos")
  void understands_every_golden_hello(String name, Role role) throws IOException {
    assertThat(ShimHello.of(GoldenFrames.object("hello", name)))
        .isEqualTo(new ShimHello(role, 1, "5f".repeat(32)));
  }

  static Stream<Arguments> replies() {
    var traceback = "Traceback (most recent call last):\n  File \"main.py\", line ";
    return Stream.of(
        Arguments.of(
            "returned_accept",
            new ShimReply.Returned(
                dict(
                    "verdict",
                    "ACCEPT",
                    "cookie",
                    dict("1", 2),
                    "question",
                    items("otp", "Code: ", false)),
                true)),
        Arguments.of("returned_none", new ShimReply.Returned(PluginValue.Null.INSTANCE, true)),
        Arguments.of(
            "returned_hook_missing", new ShimReply.Returned(PluginValue.Null.INSTANCE, false)),
        Arguments.of(
            "returned_list",
            new ShimReply.Returned(
                items(dict("unix_time", 1761749392, "period", 30, "code", "123456"), items()),
                true)),
        Arguments.of("returned_empty", new ShimReply.Returned(dict(), true)),
        Arguments.of(
            "returned_values",
            new ShimReply.Returned(
                dict(
                    "big",
                    new PluginValue.BigInt("1" + "0".repeat(60)),
                    "negative",
                    new PluginValue.BigInt("-9223372036854775809"),
                    "float",
                    0.1 + 0.2,
                    "whole_float",
                    101.0,
                    "text",
                    "é€🔑\0",
                    "nested",
                    dict("a", items(dict("b", items(items()))))),
                true)),
        Arguments.of(
            "raised",
            new ShimReply.Raised(
                "ValueError",
                "no such user: jörg",
                traceback
                    + "3, in authenticate\n    raise ValueError(\"no such user: jörg\")\n"
                    + "ValueError: no such user: jörg\n")),
        Arguments.of(
            "bad_result",
            new ShimReply.BadResult(
                "result.cookie['a b'][2]",
                "result.cookie['a b'][2]: bytes (expected: dict, list, tuple, str, int, float,"
                    + " bool or None)")),
        Arguments.of(
            "load_failed_import",
            new ShimReply.LoadFailed(
                ShimReply.Step.IMPORT,
                "ModuleNotFoundError",
                "No module named 'radius'",
                traceback
                    + "1, in <module>\n    import radius\n"
                    + "ModuleNotFoundError: No module named 'radius'\n")),
        Arguments.of(
            "load_failed_find_class",
            new ShimReply.LoadFailed(
                ShimReply.Step.FIND_CLASS,
                "AttributeError",
                "main.py: no Plugin (expected: a class Plugin)",
                "")),
        Arguments.of(
            "load_failed_construct",
            new ShimReply.LoadFailed(
                ShimReply.Step.CONSTRUCT,
                "main.ConfigError",
                "bad option",
                traceback
                    + "5, in __init__\n    raise ConfigError(\"bad option\")\n"
                    + "main.ConfigError: bad option\n")),
        Arguments.of(
            "constructed", new ShimReply.Constructed(List.of("authenticate", "session_ended"))),
        Arguments.of("constructed_without_hooks", new ShimReply.Constructed(List.of())));
  }

  @ParameterizedTest
  @MethodSource("replies")
  void understands_every_golden_reply(String name, ShimReply expected) throws IOException {
    assertThat(ShimReply.of(GoldenFrames.object("reply", name))).isEqualTo(expected);
  }

  static Stream<Arguments> endings() {
    return Stream.of(
        Arguments.of("ended_by_itself", ended(0, null, 31_000_000, 14_680_064)),
        Arguments.of("ended_exit_3", ended(3, null, 1_000_000_000, 14_680_064)),
        Arguments.of("ended_killed", ended(null, 9, 0, 0)));
  }

  private static ShimEnded ended(
      @org.jspecify.annotations.Nullable Integer exitCode,
      @org.jspecify.annotations.Nullable Integer signal,
      long cpuNanos,
      long peak) {
    return new ShimEnded(
        exitCode == null ? OptionalInt.empty() : OptionalInt.of(exitCode),
        signal == null ? OptionalInt.empty() : OptionalInt.of(signal),
        Duration.ofNanos(cpuNanos),
        peak);
  }

  @ParameterizedTest
  @MethodSource("endings")
  void understands_every_golden_ending(String name, ShimEnded expected) throws IOException {
    assertThat(ShimEnded.of(GoldenFrames.object("ended", name))).isEqualTo(expected);
  }

  @Test
  void has_a_test_for_every_golden_frame() throws IOException {
    assertThat(GoldenFrames.of("hello")).hasSize((int) hellos().count());
    assertThat(GoldenFrames.of("reply")).hasSize((int) replies().count());
    assertThat(GoldenFrames.of("ended")).hasSize((int) endings().count());
  }

  /** Each golden message with each of its fields missing, and with each of another type. */
  static Stream<Arguments> spoiled() throws IOException {
    var spoiled = new ArrayList<Arguments>();
    for (var type : List.of("hello", "reply", "ended")) {
      for (var golden : GoldenFrames.of(type)) {
        for (var field : golden.object().fields().keySet()) {
          if (!List.of("pid", "implementation", "runtime").contains(field)) {
            spoiled.add(Arguments.of(golden.name(), field, without(golden.object(), field)));
            var other = new PluginValue.Bool(true);
            if (!field.equals("hook_found")) {
              spoiled.add(Arguments.of(golden.name(), field, with(golden.object(), field, other)));
            }
          }
        }
      }
    }
    return spoiled.stream();
  }

  private static PluginValue.Dict without(PluginValue.Dict object, String field) {
    var fields = new LinkedHashMap<>(object.fields());
    fields.remove(field);
    return new PluginValue.Dict(fields);
  }

  private static PluginValue.Dict with(PluginValue.Dict object, String field, PluginValue value) {
    var fields = new LinkedHashMap<>(object.fields());
    fields.put(field, value);
    return new PluginValue.Dict(fields);
  }

  @ParameterizedTest
  @MethodSource("spoiled")
  void refuses_a_message_with_a_field_missing_or_of_another_type(
      String name, String field, PluginValue.Dict message) {
    assertThatThrownBy(
            () -> {
              switch (name.substring(0, 5)) {
                case "hello" -> ShimHello.of(message);
                case "ended" -> ShimEnded.of(message);
                default -> ShimReply.of(message);
              }
            })
        .isInstanceOf(ShimProtocolException.class);
  }

  static Stream<PluginValue.Dict> strangeReplies() {
    return Stream.of(
        dict("type", "ended", "outcome", "returned", "result", null, "hook_found", true),
        dict("type", "reply", "outcome", "RETURNED", "result", null, "hook_found", true),
        dict("type", "reply", "outcome", "timed_out"),
        dict("type", "reply", "outcome", "constructed", "hooks", items("authorize", 1)),
        dict("type", "reply", "outcome", "returned", "result", "ACCEPT", "hook_found", true),
        dict("type", "reply", "outcome", "returned", "result", 1, "hook_found", true),
        dict("type", "reply", "outcome", "returned", "result", null, "hook_found", 1),
        dict(
            "type",
            "reply",
            "outcome",
            "load_failed",
            "step",
            "IMPORT",
            "exception_type",
            "",
            "message",
            "",
            "traceback",
            ""));
  }

  @ParameterizedTest
  @MethodSource("strangeReplies")
  void refuses_replies_that_the_protocol_does_not_know(PluginValue.Dict message) {
    assertThatThrownBy(() -> ShimReply.of(message)).isInstanceOf(ShimProtocolException.class);
  }

  @Test
  void refuses_an_ending_with_both_or_neither_of_exit_code_and_signal() throws IOException {
    var golden = GoldenFrames.object("ended", "ended_killed");

    assertThatThrownBy(() -> ShimEnded.of(with(golden, "exit_code", new PluginValue.Int(0))))
        .isInstanceOf(ShimProtocolException.class);
    assertThatThrownBy(() -> ShimEnded.of(with(golden, "signal", PluginValue.Null.INSTANCE)))
        .isInstanceOf(ShimProtocolException.class);
  }

  @Test
  void refuses_a_hello_for_an_unknown_role() throws IOException {
    var golden = GoldenFrames.object("hello", "hello_call");

    assertThatThrownBy(() -> ShimHello.of(with(golden, "role", new PluginValue.Text("CALL"))))
        .isInstanceOf(ShimProtocolException.class);
  }

  @Test
  void reads_a_hello_of_another_protocol_version_so_that_it_can_be_refused() throws IOException {
    var golden = GoldenFrames.object("hello", "hello_call");

    assertThat(ShimHello.of(with(golden, "protocol", new PluginValue.Int(2))).protocol())
        .isEqualTo(2);
  }
}
