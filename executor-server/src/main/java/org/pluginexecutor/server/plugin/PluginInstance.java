// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.time.Instant;
import java.util.Optional;

/**
 * A plugin together with one configuration text. Immutable.
 *
 * @param pinnedVersion absent: whichever version is active when a hook is called
 * @param configuration the text for the constructor; a secret
 */
public record PluginInstance(
    String name,
    PluginType pluginType,
    String pluginName,
    Optional<String> pinnedVersion,
    String configuration,
    Instant createTime) {

  public PluginRef plugin() {
    return new PluginRef(Optional.of(pluginType), pluginName, pinnedVersion);
  }

  @Override
  public String toString() {
    return "PluginInstance[" + name + ", " + plugin() + "]";
  }
}
