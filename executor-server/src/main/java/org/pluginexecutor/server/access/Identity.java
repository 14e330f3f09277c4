// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.access;

import java.util.Set;
import org.pluginexecutor.server.config.Role;

/**
 * A caller that the server knows. Immutable.
 *
 * @param name what the caller is called in logs
 * @param roles what the caller may do
 */
public record Identity(String name, Set<Role> roles) {
  /** Who does not say who it is. */
  public static final String ANONYMOUS = "anonymous";

  public Identity {
    roles = Set.copyOf(roles);
  }

  boolean mayDo(Role needed) {
    return roles.stream().anyMatch(role -> role.includes(needed));
  }
}
