// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A server as users name it: {@code host}, {@code host:port} or {@code [IPv6 address]:port}.
 * Immutable.
 *
 * @param host host name or address
 * @param port its SSH port
 */
record ServerName(String host, int port) {
  private static final int SSH_PORT = 22;
  private static final Pattern FORM =
      Pattern.compile(
          "(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]+))(?::([0-9]{1,5}))?|([0-9A-Fa-f:.]+)");

  /** Reads one; empty when it has another form. */
  static Optional<ServerName> parse(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    int port = form.group(3) == null ? SSH_PORT : Integer.parseInt(form.group(3));
    if (port < 1 || port > 65_535) {
      return Optional.empty();
    }
    for (int group : new int[] {1, 2, 4}) {
      if (form.group(group) != null) {
        return Optional.of(new ServerName(form.group(group), port));
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
