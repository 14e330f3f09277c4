// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.access;

import java.util.Set;
import java.util.stream.Collectors;
import org.pluginexecutor.server.config.Role;

/**
 * A token for somebody, and the line by which a server knows it. Immutable.
 *
 * @param token the secret
 * @param line for the list of callers; not secret
 */
public record NewToken(String token, String line) {
  /**
   * Makes one.
   *
   * @throws IllegalArgumentException if the name cannot stand in the list
   */
  public static NewToken create(String name, Set<Role> roles) {
    var token = Tokens.create();
    var labels = roles.stream().sorted().map(Role::label).collect(Collectors.joining(","));
    return new NewToken(
        token, AccessLines.name(name) + " " + labels + " " + Tokens.digestOf(token));
  }

  /** The secret is left out. */
  @Override
  public String toString() {
    return "NewToken[" + line + "]";
  }
}
