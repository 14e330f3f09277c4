// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.PluginInstance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Describes one plugin instance. */
@Command(
    name = "show",
    description = "Shows one plugin instance. Its configuration can hold secrets and is masked.")
final class InstanceShowCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final TargetOption target = new TargetOption();

  @Parameters(paramLabel = "NAME", description = "Name of the instance.")
  private @Nullable String name;

  @Option(
      names = "--revision",
      paramLabel = "N",
      converter = PositiveNumbers.class,
      description = "Which revision; 'instance revisions' lists them. Default: the latest.")
  private @Nullable Integer revision;

  @Option(names = "--with-configuration", description = "Show the configuration as well.")
  private boolean withConfiguration;

  @Option(names = "--json", description = "Print the instance as JSON.")
  private boolean json;

  InstanceShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    return target.connect(
        terminal,
        client -> {
          var instances = client.instances();
          var wanted = Options.required(name);
          print(revision == null ? instances.get(wanted) : instances.get(wanted, revision));
          return ExitCode.OK;
        });
  }

  private void print(PluginInstance instance) {
    var out = terminal.out();
    if (json) {
      var document = Map.of("instance", Documents.instance(instance, withConfiguration));
      out.println(JsonWriter.indented(document));
      return;
    }
    String size = Printing.bytes(instance.configurationSizeBytes());
    Table.untitled("")
        .row("instance", instance.name())
        .row("plugin", PluginNames.text(instance.plugin()))
        .row("revision", Integer.toString(instance.revision()))
        .row("runtime", instance.runtime().orElse("the first that suits the plugin"))
        .row(
            "time limit",
            instance.timeLimit().map(Printing::duration).orElse("the server's default"))
        .row("created", instance.createTime().toString())
        .row("changed", instance.updateTime().toString())
        .row(
            "configuration",
            size + (withConfiguration ? "" : ", masked; --with-configuration shows it"))
        .print(out);
    if (withConfiguration) {
      out.print(Printing.indented(instance.configuration().orElse("")));
    }
  }
}
