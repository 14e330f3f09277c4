// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.pluginexecutor.client.PluginInstance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the plugin instances. */
@Command(name = "list", description = "Lists the plugin instances of the server.")
final class InstanceListCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final TargetOption target = new TargetOption();

  @Option(names = "--json", description = "Print the list as JSON.")
  private boolean json;

  InstanceListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    return target.connect(
        terminal,
        client -> {
          print(client.instances().list());
          return ExitCode.OK;
        });
  }

  private void print(List<PluginInstance> instances) {
    if (json) {
      var documents = instances.stream().map(i -> Documents.instance(i, false)).toList();
      terminal.out().println(JsonWriter.indented(Map.of("instances", documents)));
      return;
    }
    if (instances.isEmpty()) {
      terminal
          .out()
          .println(
              "no instances; create one with: plugin-executor instance create NAME --plugin"
                  + " PLUGIN");
      return;
    }
    var table = Table.titled("NAME", "PLUGIN", "REVISION", "CONFIGURATION", "CHANGED");
    for (var instance : instances) {
      table.row(
          instance.name(),
          PluginNames.text(instance.plugin()),
          Integer.toString(instance.revision()),
          Printing.bytes(instance.configurationSizeBytes()),
          instance.updateTime().toString());
    }
    table.print(terminal.out());
  }
}
