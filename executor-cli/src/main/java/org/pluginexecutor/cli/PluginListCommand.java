// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.Plugin;
import org.pluginexecutor.client.PluginHealth;
import org.pluginexecutor.client.PluginType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the stored plugins. */
@Command(
    name = "list",
    description = "Lists every version of every plugin that the server stores.",
    footer = "The active version of a plugin is the one that runs when none is named.")
final class PluginListCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final TargetOption target = new TargetOption();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "Only plugins of one type: aa, credentialstore, signingca, configuration_sync.")
  private @Nullable PluginType type;

  @Option(names = "--json", description = "Print the list as JSON.")
  private boolean json;

  PluginListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    return target.connect(
        terminal,
        client -> {
          print(type == null ? client.plugins().list() : client.plugins().list(type));
          return ExitCode.OK;
        });
  }

  private void print(List<Plugin> plugins) {
    if (json) {
      var documents = plugins.stream().map(Documents::plugin).toList();
      terminal.out().println(JsonWriter.indented(Map.of("plugins", documents)));
      return;
    }
    if (plugins.isEmpty()) {
      terminal
          .out()
          .println("no plugins; upload one with: plugin-executor plugin upload DIR_OR_ZIP");
      return;
    }
    var table = Table.titled("TYPE", "NAME", "VERSION", "ACTIVE", "RUNTIME", "SIZE", "DESCRIPTION");
    for (var plugin : plugins) {
      table.row(
          PluginTexts.type(plugin),
          plugin.name(),
          plugin.version(),
          active(plugin),
          plugin.runtime().orElse("-"),
          Printing.bytes(plugin.sizeBytes()),
          plugin.description());
    }
    table.print(terminal.out());
    plugins.stream()
        .filter(plugin -> plugin.health() == PluginHealth.DAMAGED)
        .forEach(this::printDamage);
  }

  private static String active(Plugin plugin) {
    String active = plugin.active() ? "yes" : "-";
    return plugin.health() == PluginHealth.DAMAGED ? active + ", DAMAGED" : active;
  }

  private void printDamage(Plugin plugin) {
    String words =
        "DAMAGED: "
            + PluginTexts.id(plugin)
            + ", "
            + plugin.healthMessage()
            + "; its calls are refused, and uploading the same zip again mends it";
    terminal.out().println(terminal.style().bad(Printing.visible(words)));
  }
}
