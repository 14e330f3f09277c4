// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.server.plugin.PluginType;
import org.pluginexecutor.server.store.InstanceSettings;
import org.pluginexecutor.server.store.PluginLease;
import org.pluginexecutor.server.store.StateLease;
import org.pluginexecutor.server.store.StateRoom;
import org.pluginexecutor.server.store.StoredPlugin;

/**
 * A target that was looked up: its plugin and its state directories, leased until this is closed,
 * and what its instance says. Thread-safe.
 *
 * @param target what was looked up
 * @param configuration text for the constructor; a secret
 * @param room what the plugin may write into the state directories
 */
record LeasedPlugin(
    PluginLease lease,
    Target target,
    String configuration,
    InstanceSettings settings,
    StateLease state,
    StateRoom room)
    implements Resource {

  StoredPlugin plugin() {
    return lease.plugin();
  }

  PluginType type() {
    return plugin().manifest().type();
  }

  @Override
  public void close() {
    try (lease) {
      state.close();
    }
  }

  @Override
  public String toString() {
    return "LeasedPlugin[" + plugin().manifest().id() + "]";
  }
}
