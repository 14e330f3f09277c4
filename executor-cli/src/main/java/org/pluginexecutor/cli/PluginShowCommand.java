// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.Plugin;
import org.pluginexecutor.client.PluginName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Describes one version of a plugin. */
@Command(
    name = "show",
    description = "Shows one version of a plugin, with the configuration that its package brings.")
final class PluginShowCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final TargetOption target = new TargetOption();

  @Parameters(
      paramLabel = "PLUGIN",
      converter = PluginNames.class,
      description = "NAME, NAME/VERSION or TYPE/NAME/VERSION; without version the active one.")
  private @Nullable PluginName plugin;

  @Option(names = "--json", description = "Print the plugin as JSON.")
  private boolean json;

  PluginShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    return target.connect(
        terminal,
        client -> {
          print(client.plugins().get(Options.required(plugin)));
          return ExitCode.OK;
        });
  }

  private void print(Plugin found) {
    var out = terminal.out();
    if (json) {
      out.println(JsonWriter.indented(Map.of("plugin", Documents.plugin(found))));
      return;
    }
    Table.untitled("")
        .row("plugin", PluginTexts.id(found))
        .row("description", found.description())
        .row("active", found.active() ? "yes" : "no")
        .row("api", found.api())
        .row("runtime", found.runtime().orElse("none that this server has"))
        .row("size", Printing.bytes(found.sizeBytes()))
        .row("digest", found.digest())
        .row("uploaded", found.uploadTime().toString())
        .row("files", PluginTexts.health(found))
        .row("default.cfg", found.defaultConfiguration().isEmpty() ? "none" : "")
        .print(out);
    out.print(Printing.indented(found.defaultConfiguration()));
  }
}
