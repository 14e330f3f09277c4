// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.util.Objects;

/** What a hook is called on. Two equal targets share one cookie in a session. Immutable. */
public sealed interface PluginTarget {
  /**
   * A plugin instance that the server keeps.
   *
   * @param name name of the instance
   */
  record Instance(String name) implements PluginTarget {
    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException when the name is empty
     */
    public Instance {
      Objects.requireNonNull(name, "name");
      if (name.isEmpty()) {
        throw new IllegalArgumentException("target.instance: empty (expected: a name)");
      }
    }
  }

  /**
   * A plugin with a configuration that comes with each call.
   *
   * @param plugin the plugin
   * @param configuration the text that the constructor {@code Plugin(configuration)} gets, at most
   *     1 MiB of UTF-8; a secret
   */
  record Configured(PluginName plugin, String configuration) implements PluginTarget {
    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException when the configuration has unpaired surrogates
     */
    public Configured {
      Objects.requireNonNull(plugin, "plugin");
      Objects.requireNonNull(configuration, "configuration");
      Checks.text("target.configuration", configuration);
    }

    /** Does not show the configuration. */
    @Override
    public String toString() {
      return "Configured[plugin=" + plugin + ", configuration=***]";
    }
  }
}
