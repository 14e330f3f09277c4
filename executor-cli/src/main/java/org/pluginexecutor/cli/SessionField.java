// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway knows of a session, and which hooks it tells it to (contract 2.2 to 2.9). The
 * names are those of the arguments of AA plugins.
 */
enum SessionField {
  PROTOCOL(Form.TEXT),
  CONNECTION_NAME(Form.TEXT),
  CLIENT_IP(Form.TEXT),
  CLIENT_PORT(Form.NUMBER),
  CLIENT_HOSTNAME(Form.TEXT),
  GATEWAY_USER(Form.TEXT),
  GATEWAY_DOMAIN(Form.TEXT),
  GATEWAY_PASSWORD(Form.TEXT),
  GATEWAY_GROUPS(Form.LIST),
  SERVER_USERNAME(Form.TEXT),
  SERVER_DOMAIN(Form.TEXT),
  SERVER_IP(Form.TEXT),
  SERVER_PORT(Form.NUMBER),
  SERVER_HOSTNAME(Form.TEXT),
  KEY_VALUE_PAIRS(Form.PAIRS),
  /** Whose password a program wants that the RemoteApp launcher starts. */
  ACCOUNT(Form.TEXT),
  /** What the program logs in to. */
  ASSET(Form.TEXT);

  private static final Set<SessionField> AUTHENTICATE =
      EnumSet.of(
          PROTOCOL,
          CONNECTION_NAME,
          CLIENT_IP,
          CLIENT_PORT,
          CLIENT_HOSTNAME,
          GATEWAY_USER,
          GATEWAY_DOMAIN,
          SERVER_USERNAME,
          SERVER_DOMAIN,
          KEY_VALUE_PAIRS);

  private static final Set<SessionField> AUTHORIZE =
      EnumSet.complementOf(EnumSet.of(GATEWAY_PASSWORD, ACCOUNT, ASSET));

  /** For a program that the RemoteApp launcher starts. */
  private static final Set<SessionField> PROGRAM_CREDENTIALS =
      EnumSet.complementOf(EnumSet.of(CLIENT_PORT, KEY_VALUE_PAIRS));

  private static final Set<SessionField> CREDENTIALS =
      EnumSet.complementOf(
          EnumSet.of(CONNECTION_NAME, CLIENT_PORT, KEY_VALUE_PAIRS, ACCOUNT, ASSET));

  private final Form form;

  SessionField(Form form) {
    this.form = form;
  }

  /** What a value looks like. */
  enum Form {
    TEXT,
    NUMBER,
    LIST,
    PAIRS
  }

  Form form() {
    return form;
  }

  String word() {
    return PluginTexts.word(this);
  }

  static Optional<SessionField> named(String word) {
    return Arrays.stream(values()).filter(field -> field.word().equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(SessionField::word).toList();
  }

  /** The arguments that a hook gets of what is known. */
  static Map<String, @Nullable Object> arguments(String hook, Map<String, Object> session) {
    var arguments = new LinkedHashMap<String, @Nullable Object>();
    for (var field : toldTo(hook)) {
      Object value = session.get(field.word());
      if (value != null) {
        arguments.put(field.nameIn(hook), value);
      }
    }
    return arguments;
  }

  private static Set<SessionField> toldTo(String hook) {
    return switch (hook) {
      case "authenticate" -> AUTHENTICATE;
      case "authorize" -> AUTHORIZE;
      case "get_password_list", "get_private_key_list" -> CREDENTIALS;
      case "get_remote_app_credentials", "get_totp_codes" -> PROGRAM_CREDENTIALS;
      default -> Set.of();
    };
  }

  /** Credential stores call the user by another name. */
  private String nameIn(String hook) {
    return this == GATEWAY_USER && toldTo(hook).contains(GATEWAY_PASSWORD)
        ? "gateway_username"
        : word();
  }
}
