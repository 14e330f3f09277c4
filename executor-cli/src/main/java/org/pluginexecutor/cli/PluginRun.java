// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.pluginexecutor.client.Plugin;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.client.PluginTarget;
import picocli.CommandLine.Model.CommandSpec;

/** Finds the plugin that {@code --plugin} or {@code --local} names, with its configuration. */
final class PluginRun {
  private PluginRun() {}

  /** What is done with a plugin that was found. */
  @FunctionalInterface
  interface Work {
    ExitCode with(PluginExecutorClient client, PluginTarget.Configured target);
  }

  /** Does the work with a plugin of this machine, on a server of this command's own. */
  static int local(CommandSpec spec, Path directoryOrZip, Optional<String> configuration, Work work)
      throws IOException, InterruptedException {
    try (var zip = Packer.open(directoryOrZip)) {
      if (RootCommand.of(spec).isVerbose()) {
        LogSetup.everything();
      } else {
        LogSetup.warningsOnly();
      }
      try (var server = LocalServer.start()) {
        return server.connect(client -> {
          var uploaded = client.plugins().upload(zip).plugin();
          return work.with(client, configured(uploaded, configuration));
        });
      }
    }
  }

  /** A plugin of the server; without a configuration with its default.cfg. */
  static PluginTarget.Configured remote(
      PluginExecutorClient client, PluginName plugin, Optional<String> configuration) {
    return configuration
        .map(text -> new PluginTarget.Configured(plugin, text))
        .orElseGet(() -> configured(client.plugins().get(plugin), configuration));
  }

  /** Names the version as well: the default configuration belongs to no other. */
  private static PluginTarget.Configured configured(Plugin found, Optional<String> configuration) {
    var name = new PluginName(found.type(), found.name(), Optional.of(found.version()));
    return new PluginTarget.Configured(name, configuration.orElseGet(found::defaultConfiguration));
  }
}
