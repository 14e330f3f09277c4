// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pluginexecutor.server.value.TestValues.dict;
import static org.pluginexecutor.server.value.TestValues.items;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pluginexecutor.server.plugin.PluginType;
import org.pluginexecutor.server.value.PluginValue;

/** The tables of the contract, sections 2.2 to 2.9, written down a second time. */
class HookTest {
  private static final String AUTHENTICATE =
      """
      client_hostname TEXT
      client_ip TEXT
      client_port PORT
      connection_name TEXT
      gateway_domain TEXT
      gateway_user TEXT
      key_value_pairs DICT
      protocol TEXT
      server_domain TEXT
      server_username TEXT
      target_username TEXT
      """;

  private static final String AUTHORIZE =
      AUTHENTICATE
          + """
          gateway_groups TEXT_LIST
          server_hostname TEXT
          server_ip TEXT
          server_port PORT
          target_port PORT
          target_server TEXT
          """;

  private static final String CREDENTIALS =
      """
      client_hostname TEXT
      client_ip TEXT
      gateway_domain TEXT
      gateway_groups TEXT_LIST
      gateway_password TEXT
      gateway_username TEXT
      protocol TEXT
      server_domain TEXT
      server_hostname TEXT
      server_ip TEXT
      server_port PORT
      server_username TEXT
      target_domain TEXT
      target_host TEXT
      target_port PORT
      target_username TEXT
      """;

  private static final String APPLICATION_CREDENTIALS =
      CREDENTIALS
          + """
          account TEXT
          asset TEXT
          connection_name TEXT
          """;

  static Stream<Arguments> contract() {
    var aa = PluginType.AA;
    var store = PluginType.CREDENTIALSTORE;
    return Stream.of(
        Arguments.of(aa, "authenticate", Hook.Answer.AUTHENTICATION_VERDICT, AUTHENTICATE),
        Arguments.of(aa, "authorize", Hook.Answer.AUTHORIZATION_VERDICT, AUTHORIZE),
        Arguments.of(aa, "session_ended", Hook.Answer.NOTHING, ""),
        Arguments.of(store, "get_password_list", Hook.Answer.PASSWORDS, CREDENTIALS),
        Arguments.of(store, "get_private_key_list", Hook.Answer.PRIVATE_KEYS, CREDENTIALS),
        Arguments.of(store, "authentication_completed", Hook.Answer.COOKIES, ""),
        Arguments.of(store, "session_ended", Hook.Answer.NOTHING, ""),
        Arguments.of(
            store, "get_remote_app_credentials", Hook.Answer.PASSWORDS, APPLICATION_CREDENTIALS),
        Arguments.of(store, "get_totp_codes", Hook.Answer.TOTP_CODES, APPLICATION_CREDENTIALS));
  }

  static Hook hook(PluginType type, String name) {
    return Hook.ALL.stream()
        .filter(hook -> hook.pluginType() == type && hook.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("contract")
  void takes_and_answers_what_the_contract_says(
      PluginType type, String name, Hook.Answer answer, String arguments) {
    var hook = hook(type, name);
    var expected =
        arguments
            .lines()
            .map(line -> line.split(" ", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    var actual = new TreeMap<String, String>();
    for (var argument : hook.arguments()) {
      assertThat(actual.put(argument.name(), argument.type().name())).isNull();
    }

    assertThat(hook.answer()).isEqualTo(answer);
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void has_no_hook_beyond_the_contract() {
    assertThat(Hook.ALL).hasSize((int) contract().count());
  }

  static Stream<Arguments> acceptance() {
    var all = List.of(Argument.Type.values());
    var none = List.<Argument.Type>of();
    return Stream.of(
        Arguments.of(PluginValue.Null.INSTANCE, all),
        Arguments.of(new PluginValue.Text("22"), List.of(Argument.Type.TEXT, Argument.Type.PORT)),
        Arguments.of(new PluginValue.Int(22), List.of(Argument.Type.PORT)),
        Arguments.of(new PluginValue.BigInt("18446744073709551616"), none),
        Arguments.of(new PluginValue.Bool(true), none),
        Arguments.of(new PluginValue.Real(22.0), none),
        Arguments.of(items(), List.of(Argument.Type.TEXT_LIST)),
        Arguments.of(items("a", "b"), List.of(Argument.Type.TEXT_LIST)),
        Arguments.of(items("a", 1), none),
        Arguments.of(items("a", null), none),
        Arguments.of(dict("a", items(1)), List.of(Argument.Type.DICT)));
  }

  @ParameterizedTest
  @MethodSource("acceptance")
  void accepts_values_by_type(PluginValue value, List<Argument.Type> accepting) {
    for (var type : Argument.Type.values()) {
      assertThat(type.accepts(value)).as("%s", type).isEqualTo(accepting.contains(type));
    }
  }

  @ParameterizedTest
  @EnumSource(PluginType.class)
  void is_known_to_its_type_by_the_same_name(PluginType type) {
    assertThat(Hook.ALL.stream().filter(hook -> hook.pluginType() == type).map(Hook::name).toList())
        .isEqualTo(type.hooks());
  }
}
