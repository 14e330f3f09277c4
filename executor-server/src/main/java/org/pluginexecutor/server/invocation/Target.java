// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import org.pluginexecutor.server.plugin.PluginRef;

/** What a caller wants to call or to construct. Immutable. */
public sealed interface Target {

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
