// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.InstanceUpdate;
import org.pluginexecutor.client.PluginInstance;
import org.pluginexecutor.client.PluginName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Changes a plugin instance. */
@Command(
    name = "update",
    description = {
      "Changes what an instance says: plugin, configuration, runtime, time limit. That makes a new"
          + " revision.",
      "What is not named stays as it is. Hooks that run keep what they started with; later ones"
          + " get the new revision. 'instance rollback' takes the change back."
    },
    footer = "Example: plugin-executor instance update my-aa --config my.cfg")
final class InstanceUpdateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final TargetOption target = new TargetOption();

  @Parameters(paramLabel = "NAME", description = "Name of the instance.")
  private @Nullable String name;

  @Option(
      names = "--plugin",
      paramLabel = "NAME[/VERSION]",
      converter = PluginNames.class,
      description =
          "The plugin from now on, of the same type. Without version: whichever is active when a"
              + " hook is called.")
  private @Nullable PluginName plugin;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "File with the configuration from now on.")
  private @Nullable Path config;

  @Option(
      names = "--runtime",
      paramLabel = "NAME",
      description = "Runtime of the server that its hooks run on from now on.")
  private @Nullable String runtime;

  @Option(
      names = "--no-runtime",
      description = "From now on the first runtime that suits the plugin, as the server has it.")
  private boolean withoutRuntime;

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "Time limit, from now on, of a call that names none, such as 30s.")
  private @Nullable Duration timeLimit;

  @Option(
      names = "--no-time-limit",
      description = "From now on the server's time limit for a call that names none.")
  private boolean withoutTimeLimit;

  @Option(
      names = "--expect-revision",
      paramLabel = "N",
      converter = PositiveNumbers.class,
      description = "Change nothing when the latest revision is another one: somebody was faster.")
  private @Nullable Integer expectedRevision;

  @Option(names = "--json", description = "Print the instance as JSON.")
  private boolean json;

  InstanceUpdateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    checkOptions();
    var update = update();
    return target.connect(
        terminal,
        client -> {
          print(client.instances().update(Options.required(name), update));
          return ExitCode.OK;
        });
  }

  private void checkOptions() {
    if (runtime != null && withoutRuntime) {
      throw usage("--no-runtime: given besides --runtime (expected: one of the two)");
    }
    if (timeLimit != null && withoutTimeLimit) {
      throw usage("--no-time-limit: given besides --time-limit (expected: one of the two)");
    }
    if (Stream.of(plugin, config, runtime, timeLimit).allMatch(Objects::isNull)
        && !withoutRuntime
        && !withoutTimeLimit) {
      throw usage("one of --plugin, --config, --runtime and --time-limit is needed");
    }
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(Options.required(spec).commandLine(), sentence);
  }

  private InstanceUpdate update() {
    var update = InstanceUpdate.newBuilder();
    if (plugin != null) {
      update.plugin(plugin);
    }
    if (config != null) {
      update.configuration(InputFile.text(config));
    }
    if (runtime != null || withoutRuntime) {
      update.runtime(runtime == null ? "" : runtime);
    }
    if (timeLimit != null || withoutTimeLimit) {
      update.timeLimit(timeLimit == null ? Duration.ZERO : timeLimit);
    }
    if (expectedRevision != null) {
      update.expectedRevision(expectedRevision);
    }
    return update.build();
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
                "updated: "
                    + instance.name()
                    + ", now at revision "
                    + instance.revision()
                    + ", "
                    + InstanceTexts.content(instance)));
  }
}
