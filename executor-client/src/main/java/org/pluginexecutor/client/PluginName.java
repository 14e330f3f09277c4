// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.util.Objects;
import java.util.Optional;

/**
 * Names an uploaded plugin. Immutable.
 *
 * @param type what the plugin is for; empty: any type, provided that the name is known in one type
 *     only
 * @param name the key {@code name} of the MANIFEST
 * @param version the key {@code version} of the MANIFEST; empty: the active version
 */
public record PluginName(Optional<PluginType> type, String name, Optional<String> version) {
  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException when the name, or a version that is given, is empty
   */
  public PluginName {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(version, "version");
    if (name.isEmpty()) {
      throw new IllegalArgumentException("plugin.name: empty (expected: a name)");
    }
    if (version.isPresent() && version.get().isEmpty()) {
      throw new IllegalArgumentException("plugin.version: empty (expected: a version, or none)");
    }
  }

  /** Names the active version of a plugin of any type. */
  public static PluginName of(String name) {
    return new PluginName(Optional.empty(), name, Optional.empty());
  }

  /** Names the active version of a plugin of one type. */
  public static PluginName of(PluginType type, String name) {
    return new PluginName(Optional.of(type), name, Optional.empty());
  }

  /** Names one version of the same plugin. */
  public PluginName withVersion(String version) {
    return new PluginName(type, name, Optional.of(version));
  }
}
