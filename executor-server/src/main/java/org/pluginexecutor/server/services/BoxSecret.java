// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import java.util.Set;

/**
 * A property of the gateway that is a secret. Thread-safe.
 *
 * @param plugins names of the plugins that get it
 */
record BoxSecret(Secret value, Set<String> plugins) {
  BoxSecret {
    plugins = Set.copyOf(plugins);
  }
}
