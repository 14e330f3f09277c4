// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pluginexecutor.server.value.TestValues.dict;
import static org.pluginexecutor.server.value.TestValues.items;
import static org.pluginexecutor.server.value.TestValues.value;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pluginexecutor.server.contract.Hook;
import org.pluginexecutor.server.error.ExecutorError.InvalidRequest;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.error.FieldViolation;
import org.pluginexecutor.server.plugin.PluginType;
import org.pluginexecutor.server.value.PluginValue;

class ArgumentsTest {
  private static final Hook AUTHENTICATE = Invocations.hook(PluginType.AA, "authenticate");
  private static final Hook AUTHORIZE = Invocations.hook(PluginType.AA, "authorize");
  private static final Hook GET_PASSWORD_LIST =
      Invocations.hook(PluginType.CREDENTIALSTORE, "get_password_list");

  private static PluginValue.Dict offered(Hook hook, @Nullable Object... given) {
    return Arguments.forHook(hook, Invocations.withArguments(dict(given)));
  }

  static Stream<Hook> hooks() {
    return Stream.of(PluginType.values()).flatMap(type -> type.contract().stream());
  }

  @ParameterizedTest
  @MethodSource("hooks")
  void offers_every_argument_of_the_contract_even_when_nothing_is_given(Hook hook) {
    var offered = offered(hook);

    assertThat(offered.get("session_id")).isEqualTo(value("s-1"));
    assertThat(offered.get("cookie")).isEqualTo(dict("former", 1));
    assertThat(offered.get("session_cookie")).isEqualTo(dict("former_session", 2));
    assertThat(offered.fields()).hasSize(3 + hook.arguments().size());
    for (var argument : hook.arguments()) {
      assertThat(offered.get(argument.name()))
          .as(argument.name())
          .isEqualTo(
              argument.name().equals("key_value_pairs")
                  ? PluginValue.Dict.EMPTY
                  : PluginValue.Null.INSTANCE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "authenticate, server_username, target_username",
    "authenticate, target_username, server_username",
    "authorize, server_username, target_username",
    "authorize, target_username, server_username",
    "authorize, server_ip, target_server",
    "authorize, target_server, server_ip",
    "authorize, server_hostname, target_server",
    "authorize, server_port, target_port",
    "authorize, target_port, server_port",
    "get_password_list, server_username, target_username",
    "get_password_list, target_username, server_username",
    "get_password_list, server_ip, target_host",
    "get_password_list, server_hostname, target_host",
    "get_password_list, target_host, server_ip",
    "get_password_list, server_port, target_port",
    "get_password_list, target_port, server_port",
    "get_password_list, server_domain, target_domain",
    "get_password_list, target_domain, server_domain",
    "get_totp_codes, server_ip, target_host",
  })
  void offers_what_is_given_under_the_names_of_both_generations(
      String hookName, String given, String other) {
    var hook = hooks().filter(h -> h.name().equals(hookName)).findFirst().orElseThrow();

    var offered = offered(hook, given, "22");

    assertThat(offered.get(given)).isEqualTo(value("22"));
    assertThat(offered.get(other)).isEqualTo(value("22"));
  }

  /** Whatever the table says is replaced is taken from its successor, in every hook that has it. */
  @ParameterizedTest
  @MethodSource("hooks")
  void offers_every_former_name_of_the_table_and_makes_the_name_of_today_from_it(Hook hook) {
    for (var former : hook.arguments()) {
      for (var today : former.replacedBy()) {
        assertThat(offered(hook, today, "22").get(former.name())).isEqualTo(value("22"));
      }
      if (!former.replacedBy().isEmpty()) {
        assertThat(offered(hook, former.name(), "22").get(former.replacedBy().getFirst()))
            .isEqualTo(value("22"));
      }
    }
  }

  @Test
  void prefers_what_is_given_under_the_very_name() {
    var offered = offered(AUTHORIZE, "server_ip", "192.0.2.1", "target_server", "192.0.2.2");

    assertThat(offered.get("server_ip")).isEqualTo(value("192.0.2.1"));
    assertThat(offered.get("target_server")).isEqualTo(value("192.0.2.2"));
  }

  @Test
  void prefers_the_address_to_the_host_name_for_the_former_name() {
    var offered = offered(GET_PASSWORD_LIST, "server_hostname", "h", "server_ip", "192.0.2.1");

    assertThat(offered.get("target_host")).isEqualTo(value("192.0.2.1"));
  }

  @Test
  void never_takes_a_host_name_for_an_address() {
    assertThat(offered(AUTHORIZE, "server_hostname", "h").get("server_ip"))
        .isEqualTo(PluginValue.Null.INSTANCE);
  }

  @Test
  void takes_a_given_none_for_missing() {
    var offered =
        offered(AUTHORIZE, "key_value_pairs", null, "server_port", null, "target_port", 22);

    assertThat(offered.get("key_value_pairs")).isEqualTo(dict());
    assertThat(offered.get("server_port")).isEqualTo(value(22));
  }

  @Test
  void passes_on_what_the_contract_does_not_know() {
    var offered = offered(AUTHENTICATE, "tenant", items(1, null), "ticket", null);

    assertThat(offered.get("tenant")).isEqualTo(items(1, null));
    assertThat(offered.fields()).containsEntry("ticket", PluginValue.Null.INSTANCE);
  }

  @Test
  void names_the_protocol_in_lower_case_and_leaves_other_text_alone() {
    var offered = offered(AUTHORIZE, "protocol", "SSH", "server_username", "Administrator");

    assertThat(offered.get("protocol")).isEqualTo(value("ssh"));
    assertThat(offered.get("server_username")).isEqualTo(value("Administrator"));
  }

  @Test
  void lets_text_through_as_a_port() {
    assertThat(offered(AUTHENTICATE, "client_port", "22").get("client_port"))
        .isEqualTo(value("22"));
  }

  @Test
  void checks_a_former_name_that_the_hook_does_not_have_as_well() {
    assertThatThrownBy(() -> offered(AUTHENTICATE, "target_domain", 5))
        .isInstanceOf(ExecutorException.class);
  }

  @Test
  void names_every_argument_of_a_wrong_type() {
    assertThatThrownBy(() ->
            offered(
                AUTHORIZE,
                "client_ip",
                1,
                "gateway_groups",
                items("a", 2),
                "key_value_pairs",
                items(),
                "server_port",
                22.0,
                "protocol",
                "ssh"))
        .isInstanceOfSatisfying(
            ExecutorException.class,
            e ->
                assertThat(e.error())
                    .isEqualTo(
                        new InvalidRequest(
                            List.of(
                                wrong("client_ip", "int", "text or None"),
                                wrong("gateway_groups", "list", "a list of text or None"),
                                wrong("key_value_pairs", "list", "a dict or None"),
                                wrong("server_port", "float", "a port number or None")))));
  }

  private static FieldViolation wrong(String name, String found, String expected) {
    return new FieldViolation("arguments." + name, found + " (expected: " + expected + ")");
  }
}
