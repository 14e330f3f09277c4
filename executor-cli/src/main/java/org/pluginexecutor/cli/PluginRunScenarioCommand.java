// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.server.files.Durable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays whole sessions with a plugin that is being written. */
@Command(
    name = "run-scenario",
    description = {
      "Plays whole sessions with a plugin, as a gateway does: every hook in its turn, with the"
          + " cookies of the one before.",
      "What the plugin asks is answered by the scenario, and at the terminal where the scenario has"
          + " no answer. Without --target a server is started for it.",
      "The exit code is 1 when a step is not as the scenario expects; where it expects nothing,"
          + " when a hook failed."
    },
    footer = {
      "Examples:",
      "  plugin-executor plugin run-scenario examples/sample_aa",
      "  plugin-executor plugin run-scenario my_plugin --record login.yaml",
      "  plugin-executor plugin run-scenario my_plugin --scenario login.yaml --watch"
    })
final class PluginRunScenarioCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final TargetOption target = new TargetOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Directory of the plugin. Default: the current one.")
  private @Nullable Path directory;

  @Option(
      names = "--scenario",
      paramLabel = "FILE_OR_NAME",
      description =
          "A file with a scenario, or a name of --list-scenarios. May be repeated. Default: the"
              + " first of the list for the type of the plugin.")
  private List<String> scenarios = List.of();

  @Option(names = "--list-scenarios", description = "List the scenarios that are built in.")
  private boolean list;

  @Option(
      names = "--set",
      paramLabel = "NAME=TEXT",
      description =
          "Another value of the session, such as server_username=root or"
              + " key_value_pairs.otp=123456. May be repeated.")
  private List<String> assignments = List.of();

  @Option(
      names = {"--config", "--configuration"},
      paramLabel = "FILE",
      description = "File with the configuration. Default: the default.cfg of the plugin.")
  private @Nullable Path configuration;

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description =
          "Write the session as a scenario, with what was typed, hidden answers too, to a new file"
              + " that only you can read.")
  private @Nullable Path record;

  @Option(
      names = "--show-secrets",
      description = "Show passwords, private keys and hidden answers, which are masked otherwise.")
  private boolean showSecrets;

  @Option(names = "--watch", description = "Play them again at each change, until Ctrl-C.")
  private boolean watch;

  PluginRunScenarioCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (list) {
      var table = Table.titled("SCENARIO", "TYPE", "WHAT IT IS");
      for (var scenario : BuiltInScenario.values()) {
        var type = PluginNames.word(scenario.type());
        table.row(scenario.word(), type, scenario.read().description());
      }
      table.print(terminal.out());
      return ExitCode.OK.code();
    }
    checkOptions();
    if (RootCommand.of(Options.required(spec)).isVerbose()) {
      LogSetup.everything();
    } else {
      LogSetup.warningsOnly();
    }
    Path plugin = AuthorFiles.plugin(Options.required(directory));
    return watch
        ? new WatchedRuns(terminal, plugin, watched()).repeat(() -> play(plugin))
        : play(plugin);
  }

  private void checkOptions() {
    if (record != null && (watch || scenarios.size() > 1)) {
      throw usage("--record: one session is recorded (expected: no --watch, one --scenario)");
    }
    if (record != null && Files.exists(record)) {
      throw new CliException(
          ExitCode.OUTPUT, record + ": is there already (expected: a name that is free)");
    }
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(Options.required(spec).commandLine(), sentence);
  }

  private List<Path> watched() {
    var files = scenarios.stream().map(Path::of).filter(Files::exists);
    return Stream.concat(files, Stream.ofNullable(configuration)).toList();
  }

  private int play(Path plugin) throws IOException, InterruptedException {
    var order = order(plugin);
    if (target.isGiven()) {
      return target.connect(terminal, client -> play(client, order));
    }
    try (var server = LocalServer.start()) {
      return server.connect(client -> play(client, order));
    }
  }

  private ScenarioRun.Order order(Path plugin) {
    return new ScenarioRun.Order(
        plugin,
        Optional.ofNullable(configuration).map(InputFile::text),
        scenarios.stream().map(ScenarioSource::named).toList(),
        assignments);
  }

  private ExitCode play(PluginExecutorClient client, ScenarioRun.Order order) throws IOException {
    var result = new ScenarioRun(client, terminal, showSecrets).play(order);
    if (record != null) {
      write(record, ScenarioText.of(result.recorded().getFirst()));
      terminal.out().println(Printing.visible("recorded: " + record));
    }
    return result.hasPassed() ? ExitCode.OK : ExitCode.FAILURE;
  }

  private static void write(Path to, String text) {
    try {
      Durable.write(to, text.getBytes(StandardCharsets.UTF_8));
    } catch (FileAlreadyExistsException e) {
      throw new CliException(
          ExitCode.OUTPUT, to + ": is there already (expected: a name that is free)", e);
    } catch (IOException e) {
      throw new CliException(ExitCode.OUTPUT, to + ": cannot be written (" + e + ")", e);
    }
  }
}
