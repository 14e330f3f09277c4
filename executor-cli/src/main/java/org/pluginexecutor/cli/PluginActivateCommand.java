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

/** Makes a stored version the active one. */
@Command(
    name = "activate",
    description = {
      "Makes a stored version of a plugin the active one: the way back to an older version.",
      "Hooks that run keep their version; later ones get the new one."
    },
    footer = "Example: plugin-executor plugin activate sample_aa/1.0.0")
final class PluginActivateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final TargetOption target = new TargetOption();

  @Parameters(
      paramLabel = "NAME/VERSION",
      converter = PluginNames.class,
      description = "NAME/VERSION or TYPE/NAME/VERSION.")
  private @Nullable PluginName plugin;

  PluginActivateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    var wanted = PluginNames.requireVersion(Options.required(plugin), "plugin activate");
    return target.connect(
        terminal,
        client -> {
          var active = client.plugins().activate(wanted);
          terminal.out().println("active: " + Printing.visible(PluginTexts.id(active)));
          return ExitCode.OK;
        });
  }
}
