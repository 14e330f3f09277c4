// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import org.pluginexecutor.server.plugin.PluginRef;

/** What a caller wants to call or to construct. Immutable. */
public sealed interface Target {
  /** Whose part of the slots its calls take, as callers are told. */
  default String share() {
    return switch (this) {
      case Instance(var name, _) -> shareOfInstance(name);
      case Configured(var plugin, _) -> shareOfPlugin(plugin.name());
    };
  }

  /** The share of all calls of one instance. */
  static String shareOfInstance(String name) {
    return "instance " + name;
  }

  /** The share of all calls of one plugin whose configuration comes with the call. */
  static String shareOfPlugin(String name) {
    return "plugin " + name;
  }

  /**
   * A plugin instance.
   *
   * @param revision which of its revisions; 0: the latest
   */
  record Instance(String name, int revision) implements Target {

    /** The latest revision. */
    public Instance(String name) {
      this(name, 0);
    }
  }

  /** A plugin with a configuration that comes with the call. */
  record Configured(PluginRef plugin, String configuration) implements Target {
    @Override
    public String toString() {
      return plugin.toString();
    }
  }
}
