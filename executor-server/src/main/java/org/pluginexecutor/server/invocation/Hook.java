// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.util.List;
import org.pluginexecutor.server.plugin.PluginType;

/**
 * A hook of the contract (sections 2.2 to 2.9): who has it, what it takes, what it answers.
 * Immutable. {@code session_id}, {@code cookie} and {@code session_cookie} are arguments of every
 * hook and stand in no list.
 */
record Hook(String name, PluginType pluginType, Answer answer, List<Argument> arguments) {

  /** What a hook answers. */
  enum Answer {
    /** A dict with a verdict; None abstains. */
    AUTHENTICATION_VERDICT,
    /** A dict with a verdict; None refuses. */
    AUTHORIZATION_VERDICT,
    /** A dict with {@code passwords}, or None. */
    PASSWORDS,
    /** A dict with {@code private_keys}, or None. */
    PRIVATE_KEYS,
    /** A dict with cookies, or None. */
    COOKIES,
    /** A dict with {@code totp_codes}, or None (contract Q9). */
    TOTP_CODES,
    /** Whatever it returns is ignored. */
    NOTHING
  }

  private static final List<Argument> CLIENT =
      List.of(
          Argument.text("protocol"), Argument.text("client_ip"), Argument.text("client_hostname"));

  private static final List<Argument> SERVER =
      List.of(
          Argument.text("server_username"),
          Argument.text("server_domain"),
          Argument.text("server_ip"),
          Argument.text("server_hostname"),
          Argument.port("server_port"));

  /** Former names of the server's arguments in AA hooks (contract 2.3). */
  private static final List<Argument> FORMER_SERVER_AA =
      List.of(
          Argument.text("target_username"),
          Argument.text("target_server"),
          Argument.port("target_port"));

  /** Former names of the server's arguments in credential store hooks (contract 2.5). */
  private static final List<Argument> FORMER_SERVER_CREDENTIALSTORE =
      List.of(
          Argument.text("target_username"),
          Argument.text("target_host"),
          Argument.port("target_port"),
          Argument.text("target_domain"));

  private static final List<Argument> AUTHENTICATE =
      concat(
          List.of(
              CLIENT,
              List.of(
                  Argument.text("connection_name"),
                  Argument.port("client_port"),
                  Argument.text("gateway_user"),
                  Argument.text("gateway_domain"),
                  Argument.text("server_username"),
                  Argument.text("server_domain"),
                  new Argument("key_value_pairs", Argument.Type.DICT),
                  Argument.text("target_username"))));

  private static final List<Argument> AUTHORIZE =
      concat(
          List.of(
              CLIENT,
              List.of(
                  Argument.text("connection_name"),
                  Argument.port("client_port"),
                  Argument.text("gateway_user"),
                  Argument.text("gateway_domain"),
                  new Argument("gateway_groups", Argument.Type.TEXT_LIST),
                  new Argument("key_value_pairs", Argument.Type.DICT)),
              SERVER,
              FORMER_SERVER_AA));

  private static final List<Argument> CREDENTIALS =
      concat(
          List.of(
              CLIENT,
              List.of(
                  Argument.text("gateway_username"),
                  Argument.text("gateway_password"),
                  new Argument("gateway_groups", Argument.Type.TEXT_LIST),
                  Argument.text("gateway_domain")),
              SERVER,
              FORMER_SERVER_CREDENTIALSTORE));

  private static final List<Argument> APPLICATION_CREDENTIALS =
      concat(
          List.of(
              CREDENTIALS,
              List.of(
                  Argument.text("account"),
                  Argument.text("asset"),
                  Argument.text("connection_name"))));

  /** All hooks. */
  static final List<Hook> ALL =
      List.of(
          new Hook("authenticate", PluginType.AA, Answer.AUTHENTICATION_VERDICT, AUTHENTICATE),
          new Hook("authorize", PluginType.AA, Answer.AUTHORIZATION_VERDICT, AUTHORIZE),
          new Hook("session_ended", PluginType.AA, Answer.NOTHING, List.of()),
          new Hook("get_password_list", PluginType.CREDENTIALSTORE, Answer.PASSWORDS, CREDENTIALS),
          new Hook(
              "get_private_key_list", PluginType.CREDENTIALSTORE, Answer.PRIVATE_KEYS, CREDENTIALS),
          new Hook(
              "authentication_completed", PluginType.CREDENTIALSTORE, Answer.COOKIES, List.of()),
          new Hook("session_ended", PluginType.CREDENTIALSTORE, Answer.NOTHING, List.of()),
          new Hook(
              "get_remote_app_credentials",
              PluginType.CREDENTIALSTORE,
              Answer.PASSWORDS,
              APPLICATION_CREDENTIALS),
          new Hook(
              "get_totp_codes",
              PluginType.CREDENTIALSTORE,
              Answer.TOTP_CODES,
              APPLICATION_CREDENTIALS));

  /** The hooks of one type of plugin. */
  static List<Hook> of(PluginType pluginType) {
    return ALL.stream().filter(hook -> hook.pluginType() == pluginType).toList();
  }

  private static List<Argument> concat(List<List<Argument>> lists) {
    return lists.stream().flatMap(List::stream).toList();
  }
}
