// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.contract;

import static org.pluginexecutor.server.contract.Hook.ALWAYS;

import java.util.Arrays;
import java.util.List;
import org.pluginexecutor.server.contract.Hook.BareList;
import org.pluginexecutor.server.contract.Hook.None;

/**
 * The table of the contract (sections 2.2 to 2.9): the one place that says which hooks there are,
 * what they take and what they answer. Stateless.
 */
public final class Contract {
  /**
   * Version of the gateway that brought {@code server_*} and made {@code target_*} former names.
   */
  static final String NAMES_OF_TODAY = "6.5";

  /** Version of the gateway that brought the hook for RemoteApp. */
  private static final String REMOTE_APP = "6.10";

  /** Version of the gateway that brought the hook for one-time codes. */
  private static final String TOTP = "9.0";

  /** Arguments of every hook; they have fields of their own in a request, and are never None. */
  public static final List<Argument> OF_EVERY_HOOK =
      List.of(
          Argument.text("session_id", ALWAYS),
          Argument.of("cookie", Argument.Type.DICT, ALWAYS),
          Argument.of("session_cookie", Argument.Type.DICT, ALWAYS));

  private static final List<Argument> CLIENT =
      List.of(
          Argument.text("protocol", ALWAYS),
          Argument.text("client_ip", ALWAYS),
          Argument.text("client_hostname", NAMES_OF_TODAY));

  private static final List<Argument> AA_CLIENT =
      concat(
          CLIENT,
          List.of(
              Argument.text("connection_name", ALWAYS),
              Argument.of("client_port", Argument.Type.PORT, ALWAYS),
              Argument.text("gateway_user", ALWAYS),
              Argument.text("gateway_domain", NAMES_OF_TODAY),
              Argument.of("key_value_pairs", Argument.Type.DICT, ALWAYS)));

  private static final List<Argument> SERVER_USER =
      List.of(
          Argument.text("server_username", NAMES_OF_TODAY),
          Argument.text("server_domain", NAMES_OF_TODAY));

  private static final List<Argument> SERVER_ADDRESS =
      List.of(
          Argument.text("server_ip", NAMES_OF_TODAY),
          Argument.text("server_hostname", NAMES_OF_TODAY),
          Argument.of("server_port", Argument.Type.PORT, NAMES_OF_TODAY));

  private static final Argument FORMER_USERNAME =
      Argument.former("target_username", Argument.Type.TEXT, "server_username");

  private static final Argument FORMER_PORT =
      Argument.former("target_port", Argument.Type.PORT, "server_port");

  private static final Argument GATEWAY_GROUPS =
      Argument.of("gateway_groups", Argument.Type.TEXT_LIST, ALWAYS);

  private static final List<Argument> AUTHENTICATE =
      concat(AA_CLIENT, SERVER_USER, List.of(FORMER_USERNAME));

  private static final List<Argument> AUTHORIZE =
      concat(
          AA_CLIENT,
          List.of(GATEWAY_GROUPS),
          SERVER_USER,
          SERVER_ADDRESS,
          List.of(
              FORMER_USERNAME,
              // An address (contract Q20); a name only where there is no address.
              Argument.former("target_server", Argument.Type.TEXT, "server_ip", "server_hostname"),
              FORMER_PORT));

  private static final List<Argument> CREDENTIALS =
      concat(
          CLIENT,
          List.of(
              Argument.text("gateway_username", ALWAYS),
              Argument.text("gateway_password", ALWAYS),
              GATEWAY_GROUPS,
              Argument.text("gateway_domain", ALWAYS)),
          SERVER_USER,
          SERVER_ADDRESS,
          List.of(
              FORMER_USERNAME,
              Argument.former("target_host", Argument.Type.TEXT, "server_ip", "server_hostname"),
              FORMER_PORT,
              Argument.former("target_domain", Argument.Type.TEXT, "server_domain")));

  private static final List<ResultKey> COOKIES =
      List.of(
          new ResultKey(
              "cookie", ResultKey.Type.DICT, "for the next hook of this plugin in the session"),
          new ResultKey(
              "session_cookie",
              ResultKey.Type.DICT,
              "for the next hook of any plugin in the session"));

  private static final ResultKey PASSWORDS =
      new ResultKey("passwords", ResultKey.Type.TEXT_LIST, "to be tried in this order");

  private static final List<ResultKey> VERDICT =
      List.of(
          new ResultKey("verdict", ResultKey.Type.VERDICT, "the decision; required"),
          new ResultKey(
              "question", ResultKey.Type.QUESTION, "what to ask the user; required with NEEDINFO"),
          new ResultKey("reason", ResultKey.Type.TEXT, "shown to the user with DENY"),
          new ResultKey(
              "additional_metadata", ResultKey.Type.TEXT, "stored in the record of the session"));

  private static final List<ResultKey> AUTHENTICATED =
      concat(
          VERDICT,
          List.of(
              new ResultKey("gateway_user", ResultKey.Type.TEXT, "who the user is from now on"),
              new ResultKey(
                  "gateway_groups", ResultKey.Type.TEXT_LIST, "the user's groups from now on")),
          COOKIES);

  private static final List<ResultKey> AUTHORIZED =
      concat(
          VERDICT,
          List.of(
              new ResultKey("gateway_user", ResultKey.Type.REMOVED, "only authenticate says that"),
              new ResultKey(
                  "gateway_groups", ResultKey.Type.REMOVED, "only authenticate says that")),
          COOKIES);

  private static final List<ResultKey> REMOTE_APP_CREDENTIALS =
      concat(
          List.of(
              PASSWORDS,
              new ResultKey("account", ResultKey.Type.TEXT, "whose passwords they are"),
              new ResultKey("asset", ResultKey.Type.TEXT, "what the account is an account of"),
              new ResultKey("need_info", ResultKey.Type.BOOL, "for the launcher"),
              new ResultKey("launch_information", ResultKey.Type.TEXT_LIST, "for the launcher"),
              new ResultKey("additional_information", ResultKey.Type.DICT, "for the launcher")),
          COOKIES);

  /** Hooks of authentication and authorization plugins. */
  public static final List<Hook> AA =
      List.of(
          hook("authenticate", None.ABSTAINS, AUTHENTICATE, AUTHENTICATED),
          hook("authorize", None.REFUSES, AUTHORIZE, AUTHORIZED),
          hook("session_ended", None.IGNORED, List.of(), List.of()));

  /** Hooks of credential store plugins. */
  public static final List<Hook> CREDENTIALSTORE =
      List.of(
          hook(
              "get_password_list",
              None.NOTHING_FOUND,
              CREDENTIALS,
              concat(List.of(PASSWORDS), COOKIES)),
          hook(
              "get_private_key_list",
              None.NOTHING_FOUND,
              CREDENTIALS,
              concat(
                  List.of(
                      new ResultKey(
                          "private_keys",
                          ResultKey.Type.PRIVATE_KEYS,
                          "to be tried in this order")),
                  COOKIES)),
          hook("authentication_completed", None.NOTHING_CHANGED, List.of(), COOKIES),
          hook("session_ended", None.IGNORED, List.of(), List.of()),
          new Hook(
              "get_remote_app_credentials",
              REMOTE_APP,
              None.NOTHING_FOUND,
              BareList.EMPTY,
              applicationCredentials(REMOTE_APP),
              REMOTE_APP_CREDENTIALS),
          new Hook(
              "get_totp_codes",
              TOTP,
              None.NOTHING_FOUND,
              BareList.ALLOWED,
              applicationCredentials(TOTP),
              concat(
                  List.of(
                      new ResultKey("totp_codes", ResultKey.Type.TOTP_CODES, "the codes of now")),
                  COOKIES)));

  private Contract() {}

  private static Hook hook(
      String name, None none, List<Argument> arguments, List<ResultKey> results) {
    return new Hook(name, ALWAYS, none, BareList.REFUSED, arguments, results);
  }

  /** What a credential store hook takes that is asked about an account of its own. */
  private static List<Argument> applicationCredentials(String since) {
    return concat(
        CREDENTIALS,
        List.of(
            Argument.text("account", since),
            Argument.text("asset", since),
            Argument.text("connection_name", since)));
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // The array is only read.
  private static <T> List<T> concat(List<T>... lists) {
    return Arrays.stream(lists).flatMap(List::stream).toList();
  }
}
