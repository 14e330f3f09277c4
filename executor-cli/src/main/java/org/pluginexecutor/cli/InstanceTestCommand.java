// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.InstanceTest;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.client.PluginTarget;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells whether a plugin takes its configuration. */
@Command(
    name = "test",
    description = {
      "Loads a plugin, makes Plugin(configuration) and calls no hook: shows whether the plugin"
          + " takes its configuration before a login does.",
      "The plugin is an instance, a plugin on a server, or a directory on this machine: with"
          + " --local no server is needed, one is started for this test.",
      "What the plugin prints appears on standard error. The exit code tells the outcome."
    },
    footer = {
      "Example: plugin-executor instance test --local examples/sample_aa --config my.cfg",
      "",
      "Fields of --json: invocation_id, outcome (constructed, load_failed, timed_out, killed or"
          + " exited), one field named like the outcome with what belongs to it, log_lines, output,"
          + " cost and execution. Their names are those of the protocol; fields that end in _s are"
          + " seconds."
    })
final class InstanceTestCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final TargetOption target = new TargetOption();

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "Name of the instance of the server to test.")
  private @Nullable String name;

  @Option(
      names = "--revision",
      paramLabel = "NUMBER",
      description = "Which revision of the instance. Default: the latest.")
  private @Nullable Integer revision;

  @Option(
      names = "--plugin",
      paramLabel = "NAME[/VERSION]",
      converter = PluginNames.class,
      description = "The plugin of the server to test; without version the active one.")
  private @Nullable PluginName plugin;

  @Option(
      names = "--local",
      paramLabel = "DIR_OR_ZIP",
      description = "The plugin on this machine to test, without any server.")
  private @Nullable Path local;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "File with the configuration, for --plugin and --local. Default: the default.cfg of the"
              + " package.")
  private @Nullable Path config;

  @Option(names = "--json", description = "Print the whole answer as one JSON object.")
  private boolean json;

  InstanceTestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    checkOptions();
    Optional<String> configuration = Optional.ofNullable(config).map(InputFile::text);
    if (local != null) {
      return PluginRun.local(Options.required(spec), local, configuration, this::test);
    }
    return target.connect(
        terminal,
        client ->
            name != null
                ? report(client.instances().test(name, revision == null ? 0 : revision))
                : test(client, PluginRun.remote(client, Options.required(plugin), configuration)));
  }

  private void checkOptions() {
    long targets = Stream.of(name, plugin, local).filter(Objects::nonNull).count();
    if (targets != 1) {
      throw usage("exactly one of NAME, --plugin and --local is needed");
    }
    if (name != null && config != null) {
      throw usage("--config: an instance has its own configuration (expected: no --config)");
    }
    if (name == null && revision != null) {
      throw usage("--revision: only instances have revisions (expected: with NAME)");
    }
    if (revision != null && revision < 1) {
      throw usage("--revision: " + revision + " (expected: 1 or more)");
    }
    if (local != null && target.isGiven()) {
      throw usage("--target: --local starts a server of its own (expected: no --target)");
    }
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(Options.required(spec).commandLine(), sentence);
  }

  private ExitCode test(PluginExecutorClient client, PluginTarget.Configured found) {
    return report(client.instances().test(found.plugin(), found.configuration()));
  }

  private ExitCode report(InstanceTest test) {
    test.logLines().forEach(line -> terminal.err().println(Printing.visible(line.text())));
    if (json) {
      terminal.out().println(JsonWriter.indented(Documents.test(test)));
    } else {
      new InstanceTestReport(terminal).print(test);
    }
    return HookExit.of(test.outcome());
  }
}
