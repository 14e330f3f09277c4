// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.pluginexecutor.server.value.TestValues.dict;

import com.google.protobuf.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.server.error.ExecutorError.InvalidRequest;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.invocation.Invocation;
import org.pluginexecutor.server.invocation.Target;
import org.pluginexecutor.server.plugin.PluginRef;
import org.pluginexecutor.server.plugin.PluginType;
import org.pluginexecutor.v1.DictValue;
import org.pluginexecutor.v1.InvokeHookRequest;
import org.pluginexecutor.v1.PluginTarget;
import org.pluginexecutor.v1.Value;

class HookMapperTest {
  private static InvokeHookRequest.Builder good() {
    return InvokeHookRequest.newBuilder()
        .setInstance("x")
        .setHook("authenticate")
        .setSessionId("s-1");
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  private static List<String> brokenFields(InvokeHookRequest.Builder request) {
    var failure =
        catchThrowableOfType(
            ExecutorException.class, () -> HookMapper.fromProto(request.build(), "i-1"));
    assertThat(failure).isNotNull();
    return ((InvalidRequest) failure.error()).violations().stream().map(v -> v.field()).toList();
  }

  @Test
  void reads_a_request() {
    var request =
        InvokeHookRequest.newBuilder()
            .setPlugin(
                PluginTarget.newBuilder()
                    .setPlugin(
                        org.pluginexecutor.v1.PluginRef.newBuilder()
                            .setName("p")
                            .setVersion("1.0")
                            .setPluginType(org.pluginexecutor.v1.PluginType.PLUGIN_TYPE_AA))
                    .setConfiguration("[c]"))
            .setHook("authorize")
            .setSessionId("s-1")
            .putArguments("a", text("b"))
            .setCookie(DictValue.newBuilder().putFields("c", text("d")))
            .setSessionCookie(DictValue.newBuilder().putFields("e", text("f")))
            .setTimeLimit(Duration.newBuilder().setSeconds(1).setNanos(5))
            .setExplain(true)
            .build();

    assertThat(HookMapper.fromProto(request, "i-1"))
        .isEqualTo(
            new Invocation(
                "i-1",
                new Target.Configured(
                    new PluginRef(Optional.of(PluginType.AA), "p", Optional.of("1.0")), "[c]"),
                "authorize",
                "s-1",
                dict("a", "b"),
                dict("c", "d"),
                dict("e", "f"),
                Optional.of(java.time.Duration.ofSeconds(1, 5)),
                true,
                Optional.empty()));
  }

  @Test
  void takes_what_is_absent_for_empty() {
    assertThat(HookMapper.fromProto(good().build(), "i-1"))
        .isEqualTo(
            new Invocation(
                "i-1",
                new Target.Instance("x"),
                "authenticate",
                "s-1",
                dict(),
                dict(),
                dict(),
                Optional.empty()));
  }

  @Test
  void names_every_broken_rule_at_once() {
    assertThat(
            brokenFields(
                InvokeHookRequest.newBuilder()
                    .putArguments("cookie", text("x"))
                    .setTimeLimit(Duration.getDefaultInstance())))
        .containsExactlyInAnyOrder(
            "target", "hook", "session_id", "arguments.cookie", "time_limit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"session_id", "cookie", "session_cookie"})
  void refuses_arguments_that_have_fields_of_their_own(String name) {
    assertThat(brokenFields(good().putArguments(name, text("x"))))
        .containsExactly("arguments." + name);
  }

  static Stream<String> badSessionIds() {
    return Stream.of("", "a b", "a\n", "\tb", "ü", "a\u007f", "x".repeat(129));
  }

  @ParameterizedTest
  @MethodSource("badSessionIds")
  void refuses_session_ids_that_could_mislead_in_a_log(String sessionId) {
    assertThat(brokenFields(good().setSessionId(sessionId))).containsExactly("session_id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a-b", "1a", "a b", "a.b", "__init__()", "ü"})
  void refuses_what_is_no_name_of_a_hook(String hook) {
    assertThat(brokenFields(good().setHook(hook))).containsExactly("hook");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-x", ".x", "..", "a/b", "a b", "ü"})
  void refuses_other_names_of_instances(String name) {
    assertThat(brokenFields(good().setInstance(name))).containsExactly("instance");
  }

  static Stream<Arguments> badPlugins() {
    var ref = org.pluginexecutor.v1.PluginRef.newBuilder().setName("p").build();
    return Stream.of(
        Arguments.of(ref.toBuilder().setName("").build(), "plugin.plugin.name"),
        Arguments.of(ref.toBuilder().setName("../p").build(), "plugin.plugin.name"),
        Arguments.of(ref.toBuilder().setVersion("v1").build(), "plugin.plugin.version"),
        Arguments.of(ref.toBuilder().setVersion("1/..").build(), "plugin.plugin.version"),
        Arguments.of(ref.toBuilder().setPluginTypeValue(99).build(), "plugin.plugin.plugin_type"));
  }

  @ParameterizedTest
  @MethodSource("badPlugins")
  void refuses_other_names_of_plugins(org.pluginexecutor.v1.PluginRef ref, String field) {
    assertThat(brokenFields(good().setPlugin(PluginTarget.newBuilder().setPlugin(ref))))
        .containsExactly(field);
  }

  @Test
  void bounds_the_configuration_in_bytes() {
    var ref = org.pluginexecutor.v1.PluginRef.newBuilder().setName("p");
    var target = PluginTarget.newBuilder().setPlugin(ref);

    assertThat(
            HookMapper.fromProto(
                    good().setPlugin(target.setConfiguration("é".repeat(1 << 19))).build(), "i")
                .target())
        .isInstanceOf(Target.Configured.class);
    assertThat(brokenFields(good().setPlugin(target.setConfiguration("é".repeat(1 << 19) + "a"))))
        .containsExactly("plugin.configuration");
  }

  @Test
  void bounds_arguments_and_cookies_as_json() {
    // Ten characters go to braces, quotation marks and the key.
    var largest = "x".repeat((4 << 20) - 8);
    var fits = DictValue.newBuilder().putFields("a", text(largest)).build();
    var tooLarge = DictValue.newBuilder().putFields("a", text(largest + "x")).build();
    var escaped = DictValue.newBuilder().putFields("a", text("\1".repeat(1 << 20))).build();

    assertThat(
            HookMapper.fromProto(
                    good().putAllArguments(fits.getFieldsMap()).setCookie(fits).build(), "i")
                .sessionId())
        .isEqualTo("s-1");
    assertThat(brokenFields(good().putAllArguments(tooLarge.getFieldsMap())))
        .containsExactly("arguments");
    assertThat(brokenFields(good().setCookie(tooLarge).setSessionCookie(escaped)))
        .containsExactly("cookie", "session_cookie");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, PT0.000000001S",
    "3600, 0, PT1H",
    "31622400, 0, PT8784H",
    "31622401, 0, PT8784H",
    "315576000000, 0, PT8784H",
    "9223372036854775807, 0, PT8784H",
  })
  void reads_time_limits_up_to_those_that_mean_none(long seconds, int nanos, String expected) {
    var limit = Duration.newBuilder().setSeconds(seconds).setNanos(nanos);

    assertThat(HookMapper.fromProto(good().setTimeLimit(limit).build(), "i").timeLimit())
        .contains(java.time.Duration.parse(expected));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, -1", "-1, 0", "-1, 999999999", "-9223372036854775808, 0"})
  void refuses_time_limits_that_are_not_above_zero(long seconds, int nanos) {
    assertThat(
            brokenFields(
                good().setTimeLimit(Duration.newBuilder().setSeconds(seconds).setNanos(nanos))))
        .containsExactly("time_limit");
  }
}
