// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.util.Optional;

/**
 * How a caller names a plugin. Immutable.
 *
 * @param type needed only where plugins of two types share the name
 * @param version absent: the active version
 */
public record PluginRef(Optional<PluginType> type, String name, Optional<String> version) {

  boolean matches(StoredPlugin plugin) {
    return plugin.manifest().name().equals(name)
        && type.map(wanted -> wanted == plugin.manifest().type()).orElse(true)
        && version.map(plugin.manifest().version()::equals).orElse(true);
  }

  @Override
  public String toString() {
    return type.map(t -> t.manifestName() + "/").orElse("")
        + name
        + version.map(v -> "/" + v).orElse("");
  }
}
