// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.time.Instant;
import java.util.Optional;
import org.pluginexecutor.server.plugin.PluginRef;
import org.pluginexecutor.server.plugin.PluginType;

/**
 * One revision of a plugin instance: a plugin together with one configuration text. Immutable.
 *
 * @param pinnedVersion absent: whichever version is active when a hook is called
 * @param revision from 1; every change makes a new one
 * @param configuration where the text for the constructor is kept
 * @param settings how it is called
 * @param createTime when the instance was created
 * @param updateTime when this revision was made
 */
public record PluginInstance(
    String name,
    PluginType pluginType,
    String pluginName,
    Optional<String> pinnedVersion,
    int revision,
    StoredConfiguration configuration,
    InstanceSettings settings,
    Instant createTime,
    Instant updateTime) {

  public PluginRef plugin() {
    return new PluginRef(Optional.of(pluginType), pluginName, pinnedVersion);
  }

  PluginInstance withConfiguration(StoredConfiguration newConfiguration) {
    return new PluginInstance(
        name,
        pluginType,
        pluginName,
        pinnedVersion,
        revision,
        newConfiguration,
        settings,
        createTime,
        updateTime);
  }

  /** Name and revision, as they stand in the audit log. */
  String id() {
    return name + "@" + revision;
  }
}
