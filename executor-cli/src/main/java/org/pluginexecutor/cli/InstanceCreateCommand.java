// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.InstanceOptions;
import org.pluginexecutor.client.PluginInstance;
import org.pluginexecutor.client.PluginName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates a plugin instance. */
@Command(
    name = "create",
    description = "Creates a plugin instance: a name for a plugin with its configuration.",
    footer = "Example: plugin-executor instance create my-aa --plugin sample_aa --config my.cfg")
final class InstanceCreateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final TargetOption target = new TargetOption();

  @Parameters(
      paramLabel = "NAME",
      description = "Name of the instance: letters, digits, '_', '-' and '.'.")
  private @Nullable String name;

  @Option(
      names = "--plugin",
      required = true,
      paramLabel = "NAME[/VERSION]",
      converter = PluginNames.class,
      description = "The plugin. Without version: whichever is active when a hook is called.")
  private @Nullable PluginName plugin;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "File with the configuration. Default: the default.cfg of the package.")
  private @Nullable Path config;

  @Option(
      names = "--runtime",
      paramLabel = "NAME",
      description =
          "Runtime of the server that its hooks run on. Default: the first that suits the plugin.")
  private @Nullable String runtime;

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "Time limit of a call that names none, such as 30s. Default: the server's.")
  private @Nullable Duration timeLimit;

  @Option(names = "--json", description = "Print the instance as JSON.")
  private boolean json;

  InstanceCreateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    var options = options();
    return target.connect(
        terminal,
        client -> {
          print(
              client.instances().create(Options.required(name), Options.required(plugin), options));
          return ExitCode.OK;
        });
  }

  private InstanceOptions options() {
    var options = InstanceOptions.newBuilder();
    if (config != null) {
      options.configuration(InputFile.text(config));
    }
    if (runtime != null) {
      options.runtime(runtime);
    }
    if (timeLimit != null) {
      options.timeLimit(timeLimit);
    }
    return options.build();
  }

  private void print(PluginInstance instance) {
    if (json) {
      var document = Map.of("instance", Documents.instance(instance, false));
      terminal.out().println(JsonWriter.indented(document));
      return;
    }
    terminal
        .out()
        .println(
            Printing.visible(
                "created: "
                    + instance.name()
                    + ", "
                    + InstanceTexts.content(instance)
                    + (config == null ? " from default.cfg" : "")));
  }
}
