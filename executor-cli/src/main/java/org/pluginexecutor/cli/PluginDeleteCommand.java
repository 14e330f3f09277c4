// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.PluginName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes one version of a plugin. */
@Command(
    name = "delete",
    description = "Deletes one version of a plugin. The version must be named.",
    footer = "The server refuses while an instance still needs it.")
final class PluginDeleteCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final TargetOption target = new TargetOption();

  @Parameters(
      paramLabel = "NAME/VERSION",
      converter = PluginNames.class,
      description = "NAME/VERSION or TYPE/NAME/VERSION.")
  private @Nullable PluginName plugin;

  PluginDeleteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    var doomed = PluginNames.requireVersion(Options.required(plugin), "plugin delete");
    return target.connect(
        terminal,
        client -> {
          client.plugins().delete(doomed);
          terminal.out().println("deleted: " + PluginNames.text(doomed));
          return ExitCode.OK;
        });
  }
}
