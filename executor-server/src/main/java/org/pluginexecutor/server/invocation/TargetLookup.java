// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.util.function.Function;
import org.pluginexecutor.server.config.StateLimits;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.lifecycle.CloseStack;
import org.pluginexecutor.server.plugin.PluginRef;
import org.pluginexecutor.server.store.InstanceCatalog;
import org.pluginexecutor.server.store.InstanceSettings;
import org.pluginexecutor.server.store.PluginCatalog;
import org.pluginexecutor.server.store.StateDirectories;
import org.pluginexecutor.server.store.StateLease;
import org.pluginexecutor.server.store.StateRoom;
import org.pluginexecutor.server.store.StoredPlugin;

/** Finds what a caller means, and takes it for the time of a call. Thread-safe. */
public final class TargetLookup {
  private final PluginCatalog plugins;
  private final InstanceCatalog instances;
  private final StateDirectories states;
  private final StateLimits limits;

  public TargetLookup(
      PluginCatalog plugins,
      InstanceCatalog instances,
      StateDirectories states,
      StateLimits limits) {
    this.plugins = plugins;
    this.instances = instances;
    this.states = states;
    this.limits = limits;
  }

  /**
   * Looks a target up, leases its plugin and takes its state directories.
   *
   * @throws ExecutorException if there is none, or its type is not executed
   */
  LeasedPlugin lease(Target target) {
    return switch (target) {
      case Target.Instance(var name, var revision) -> {
        var instance = instances.get(name, revision);
        var configuration = instances.configuration(instance);
        yield lease(
            target,
            instance.plugin(),
            configuration,
            instance.settings(),
            _ -> states.take(instance));
      }
      case Target.Configured(var plugin, var configuration) ->
          lease(target, plugin, configuration, InstanceSettings.NONE, states::take);
    };
  }

  private LeasedPlugin lease(
      Target target,
      PluginRef ref,
      String configuration,
      InstanceSettings settings,
      Function<StoredPlugin, StateLease> taking) {
    try (var guard = new CloseStack()) {
      var lease = guard.push(plugins.lease(ref));
      requireExecutable(lease.plugin());
      var state = guard.push(taking.apply(lease.plugin()));
      var leased =
          new LeasedPlugin(
              lease, target, configuration, settings, state, StateRoom.of(state, limits));
      guard.release();
      return leased;
    }
  }

  private static void requireExecutable(StoredPlugin plugin) {
    var type = plugin.manifest().type();
    if (!type.isExecutable()) {
      throw new ExecutorException(
          new ExecutorError.PluginTypeNotExecutable(plugin.manifest().id(), type.manifestName()));
    }
  }
}
