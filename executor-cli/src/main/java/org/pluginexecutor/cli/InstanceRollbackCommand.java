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

/** Takes a plugin instance back to an older revision. */
@Command(
    name = "rollback",
    description = {
      "Goes back to an older revision of an instance: makes a new one that says the same, so"
          + " that this step can be taken back as well.",
      "Hooks that run keep what they started with."
    },
    footer = "Example: plugin-executor instance rollback my-aa --to 2")
final class InstanceRollbackCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final TargetOption target = new TargetOption();

  @Parameters(paramLabel = "NAME", description = "Name of the instance.")
  private @Nullable String name;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "N",
      converter = PositiveNumbers.class,
      description = "The revision that counts again; 'instance revisions' lists them.")
  private @Nullable Integer revision;

  @Option(names = "--json", description = "Print the instance as JSON.")
  private boolean json;

  InstanceRollbackCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    return target.connect(
        terminal,
        client -> {
          int wanted = Options.required(revision);
          print(client.instances().rollBack(Options.required(name), wanted), wanted);
          return ExitCode.OK;
        });
  }

  private void print(PluginInstance instance, int wanted) {
    if (json) {
      var document = Map.of("instance", Documents.instance(instance, false));
      terminal.out().println(JsonWriter.indented(document));
      return;
    }
    terminal
        .out()
        .println(
            Printing.visible(
                "rolled back: "
                    + instance.name()
                    + ", now at revision "
                    + instance.revision()
                    + ", which is revision "
                    + wanted
                    + " again: "
                    + InstanceTexts.content(instance)));
  }
}
