// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.server.plugin.PluginType;
import org.pluginexecutor.server.store.PluginLease;
import org.pluginexecutor.server.store.StoredPlugin;

/**
 * A target that was looked up: its plugin, leased until this is closed, and its configuration.
 * Thread-safe.
 */
record LeasedPlugin(PluginLease lease, String configuration) implements Resource {

  StoredPlugin plugin() {
    return lease.plugin();
  }

  PluginType type() {
    return plugin().manifest().type();
  }

  @Override
  public void close() {
    lease.close();
  }

  @Override
  public String toString() {
    return "LeasedPlugin[" + plugin().manifest().id() + "]";
  }
}
