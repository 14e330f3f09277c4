// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.PluginInstance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the revisions of a plugin instance. */
@Command(
    name = "revisions",
    description =
        "Lists the revisions of an instance, the latest first: that is the one that runs. The"
            + " server keeps the latest 100.",
    footer = "'plugin-executor audit' says who made them.")
final class InstanceRevisionsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final TargetOption target = new TargetOption();

  @Parameters(paramLabel = "NAME", description = "Name of the instance.")
  private @Nullable String name;

  @Option(names = "--json", description = "Print the list as JSON.")
  private boolean json;

  InstanceRevisionsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    return target.connect(
        terminal,
        client -> {
          print(client.instances().revisions(Options.required(name)));
          return ExitCode.OK;
        });
  }

  private void print(List<PluginInstance> revisions) {
    if (json) {
      var documents = revisions.stream().map(i -> Documents.instance(i, false)).toList();
      terminal.out().println(JsonWriter.indented(Map.of("revisions", documents)));
      return;
    }
    var table =
        Table.titled("REVISION", "PLUGIN", "CONFIGURATION", "RUNTIME", "TIME LIMIT", "MADE");
    for (var revision : revisions) {
      table.row(
          Integer.toString(revision.revision()),
          PluginNames.text(revision.plugin()),
          Printing.bytes(revision.configurationSizeBytes()),
          revision.runtime().orElse("-"),
          revision.timeLimit().map(Printing::duration).orElse("-"),
          revision.updateTime().toString());
    }
    table.print(terminal.out());
  }
}
