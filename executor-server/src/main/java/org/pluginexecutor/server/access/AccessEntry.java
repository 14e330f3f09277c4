// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.access;

import java.util.Set;
import org.pluginexecutor.server.config.Role;

/**
 * One line of the list of callers. Immutable.
 *
 * @param name what the caller is called in logs
 * @param roles at least one
 * @param proof how the caller is recognised
 */
record AccessEntry(String name, Set<Role> roles, Proof proof) {
  AccessEntry {
    roles = Set.copyOf(roles);
  }
}
