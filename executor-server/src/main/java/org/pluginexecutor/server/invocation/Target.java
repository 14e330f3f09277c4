// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import org.pluginexecutor.server.plugin.PluginRef;

/** What a caller wants to call. Immutable. */
public sealed interface Target {

  /** A plugin instance. */
  record Instance(String name) implements Target {}

  /** A plugin with a configuration that comes with the call. */
  record Configured(PluginRef plugin, String configuration) implements Target {
    @Override
    public String toString() {
      return plugin.toString();
    }
  }
}
