// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a user writes before the gateway's name: {@code key=value@user@server}. Immutable.
 *
 * @param pairs what is meant for plugins, in the order of the login name; possibly none
 * @param serverUser the account on the server
 * @param server where the user wants to go
 */
record LoginName(Map<String, String> pairs, String serverUser, ServerName server) {
  /** The pair that names the user on the gateway. */
  private static final String GATEWAY_USER = "gu";

  private static final String RULE =
      " (expected: key=value@user@server, for example gu=alice@root@web-1)";

  LoginName {
    pairs = Collections.unmodifiableMap(new LinkedHashMap<>(pairs));
  }

  /**
   * Reads a login name. Fields with an equal sign are pairs as long as they come first; the last
   * field is the server; what is between them is the user, whose name may have an {@code @}.
   *
   * @throws RefusedException when it is not of that form; the message is for the user
   */
  static LoginName parse(String text) throws RefusedException {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw wrong("control characters");
    }
    var pairs = new LinkedHashMap<String, String>();
    var rest = text;
    for (int at = rest.indexOf('@'); at >= 0; at = rest.indexOf('@')) {
      var field = rest.substring(0, at);
      int equals = field.indexOf('=');
      if (equals < 0) {
        break;
      }
      if (equals == 0
          || pairs.putIfAbsent(field.substring(0, equals), field.substring(equals + 1)) != null) {
        throw wrong(equals == 0 ? "a value without a key" : "a key twice");
      }
      rest = rest.substring(at + 1);
    }
    int last = rest.lastIndexOf('@');
    if (last <= 0) {
      throw wrong(last < 0 ? "no server" : "no user");
    }
    var server =
        ServerName.parse(rest.substring(last + 1)).orElseThrow(() -> wrong("no such server"));
    return new LoginName(pairs, rest.substring(0, last), server);
  }

  /** Who the user claims to be on the gateway. A plugin has to find out whether it is true. */
  Optional<String> claimedUser() {
    return Optional.ofNullable(pairs.get(GATEWAY_USER)).filter(user -> !user.isEmpty());
  }

  private static RefusedException wrong(String problem) {
    return new RefusedException(
        "Login name: " + problem + RULE + ".", problem + " in the login name");
  }

  /** Does not show the values: one may be a one-time password. */
  @Override
  public String toString() {
    return "LoginName[pairs="
        + pairs.keySet()
        + ", serverUser="
        + serverUser
        + ", server="
        + server
        + "]";
  }
}
