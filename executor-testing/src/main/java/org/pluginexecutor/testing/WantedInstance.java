// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.testing;

import java.util.Optional;
import org.pluginexecutor.client.ConflictException;
import org.pluginexecutor.client.InstanceUpdate;
import org.pluginexecutor.client.Instances;
import org.pluginexecutor.client.PluginName;

/**
 * An instance that a test wants to be there. Immutable.
 *
 * @param name name of the instance
 * @param plugin the plugin, with or without a version
 * @param configuration the configuration text, a secret; empty: the text of the package's
 *     default.cfg
 */
record WantedInstance(String name, PluginName plugin, Optional<String> configuration) {
  static WantedInstance of(String name, String plugin, Optional<String> configuration) {
    int slash = plugin.indexOf('/');
    return new WantedInstance(
        name,
        slash < 0
            ? PluginName.of(plugin)
            : PluginName.of(plugin.substring(0, slash)).withVersion(plugin.substring(slash + 1)),
        configuration);
  }

  /** Makes it, or makes the one that a data volume has what is wanted. */
  void make(Instances instances) {
    try {
      instances.create(name, plugin, configuration);
    } catch (ConflictException e) {
      var update = InstanceUpdate.newBuilder().plugin(plugin);
      configuration.ifPresent(update::configuration);
      instances.update(name, update.build());
    }
  }

  /** Does not show the configuration. */
  @Override
  public String toString() {
    return "WantedInstance[name=" + name + ", plugin=" + plugin + "]";
  }
}
