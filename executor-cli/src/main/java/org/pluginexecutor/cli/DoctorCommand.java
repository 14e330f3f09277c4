// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.cli.CheckResult.Level;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.settings.ConfigKey;
import org.pluginexecutor.server.settings.ConfigKeys;
import org.pluginexecutor.server.settings.ConfigSources;
import org.pluginexecutor.server.worker.MissingLevel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says whether this machine can run plugins, and what is missing. */
@Command(
    name = "doctor",
    description = {
      "Looks whether this machine can run plugins: Java, the kernel and what it gives for walls,"
          + " limits, clock, free space, the Pythons and their modules, a plugin from upload to"
          + " answer, the data directory. Says what to do about what is amiss.",
      "Needs no server and changes nothing; with --target, a running one is asked as well."
    },
    footer = {
      "Exit code 0: all is well; 2: there are warnings, a server runs all the same; 1: there is a",
      "problem, and a server does not start or cannot run plugins; 78: the settings are wrong.",
      "Fields of --json: checks, each with level (ok, warning or problem), subject, text and",
      "remedy (null where nothing is to be done); problems and warnings, how many there are."
    })
final class DoctorCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final TargetOption target = new TargetOption();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The settings of 'plugin-executor serve' to look with. Default: none are read.")
  private @Nullable Path file;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "The data directory to look at. Default: the one of 'plugin-executor serve'.")
  private @Nullable Path dataDirectory;

  @Option(
      names = "--runtime",
      paramLabel = "NAME=EXECUTABLE",
      description = "A Python to look at, as for 'plugin-executor serve'. May be repeated.")
  private List<String> runtimes = List.of();

  @Option(names = "--json", description = "Print everything as one JSON object.")
  private boolean json;

  DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (RootCommand.of(Options.required(spec)).isVerbose()) {
      LogSetup.everything();
    } else {
      LogSetup.warningsOnly();
    }
    var config = config();
    var facts = new MachineFacts(Path.of("/"));
    var results = new ArrayList<CheckResult>();
    results.add(CheckResult.ok("Java", Runtime.version() + ", " + System.getProperty("java.home")));
    results.addAll(KernelChecks.of(facts));
    results.addAll(
        SystemChecks.of(
            facts, config.dataDirectory(), Path.of(System.getProperty("java.io.tmpdir"))));
    addMachine(results, config);
    results.addAll(DataDirectoryChecks.of(config.dataDirectory()));
    if (target.isGiven()) {
      results.addAll(ServerChecks.of(target, terminal));
    }
    print(results);
    return exitCode(results).code();
  }

  private static ExitCode exitCode(List<CheckResult> results) {
    if (count(results, Level.PROBLEM) > 0) {
      return ExitCode.FAILURE;
    }
    return count(results, Level.WARNING) > 0 ? ExitCode.DEGRADED : ExitCode.OK;
  }

  private void addMachine(List<CheckResult> results, ServerConfig config)
      throws IOException, InterruptedException {
    try (var server = LocalServer.start(own -> own.withRuntimes(config.runtimes()))) {
      results.addAll(PythonChecks.of(server.pythons()));
      server.connect(client -> {
        for (boolean python2 : new boolean[] {false, true}) {
          if (server.pythons().stream().anyMatch(runtime -> runtime.isPython2() == python2)) {
            results.add(TrialRun.on(client, python2));
          }
        }
        results.add(
            ServerChecks.isolation(
                "sandbox", PluginTexts.word(client.runtimes().describe().isolationLevel())));
        server.missingLevels().stream()
            .map(missing -> missing(missing, config.sandbox().requiredIsolation()))
            .forEach(results::add);
        results.add(ServerChecks.pluginMemory(server.limitsPluginMemory()));
        return ExitCode.OK;
      });
    } catch (CliException e) {
      results.add(
          CheckResult.problem(
              "trial run",
              String.valueOf(e.getMessage()),
              "install python3, or name a working Python with --runtime NAME=EXECUTABLE"));
    }
  }

  /** What a server would not start without is more than a pity. */
  private static CheckResult missing(MissingLevel missing, IsolationLevel required) {
    var text =
        "isolation level " + missing.level().label() + " cannot be had: " + missing.problem();
    return required.isAtLeast(missing.level())
        ? CheckResult.problem(
            "sandbox", text + "; a server that requires it does not start", missing.remedy())
        : CheckResult.warning("sandbox", text, missing.remedy());
  }

  /** The settings that a server would have, as far as they are given here. */
  private ServerConfig config() {
    var flags = new LinkedHashMap<ConfigKey<?>, List<String>>();
    if (!runtimes.isEmpty()) {
      flags.put(ConfigKeys.RUNTIMES, runtimes);
    }
    if (dataDirectory != null) {
      flags.put(ConfigKeys.DATA_DIRECTORY, List.of(dataDirectory.toString()));
    }
    return ConfigFlags.load(
            new ConfigSources(
                DataDirectories.byDefault(terminal),
                Optional.ofNullable(file),
                terminal.environment(),
                flags),
            ExitCode.CONFIGURATION)
        .config();
  }

  private void print(List<CheckResult> results) {
    long problems = count(results, Level.PROBLEM);
    long warnings = count(results, Level.WARNING);
    if (json) {
      var document = new LinkedHashMap<String, @Nullable Object>();
      document.put("checks", results.stream().map(DoctorCommand::document).toList());
      document.put("problems", problems);
      document.put("warnings", warnings);
      terminal.out().println(JsonWriter.indented(document));
      return;
    }
    for (var result : results) {
      terminal
          .out()
          .println(
              word(result.level()) + result.subject() + ": " + Printing.visible(result.text()));
      if (!result.remedy().isEmpty()) {
        terminal.out().println(" ".repeat(width()) + "-> " + Printing.visible(result.remedy()));
      }
    }
    terminal.out().println();
    terminal
        .out()
        .println(Printing.count(problems, "problem") + ", " + Printing.count(warnings, "warning"));
  }

  private static Map<String, @Nullable Object> document(CheckResult result) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("level", PluginTexts.word(result.level()));
    document.put("subject", result.subject());
    document.put("text", result.text());
    document.put("remedy", result.remedy().isEmpty() ? null : result.remedy());
    return document;
  }

  private static long count(List<CheckResult> results, Level level) {
    return results.stream().filter(result -> result.level() == level).count();
  }

  private static int width() {
    return Arrays.stream(Level.values()).mapToInt(level -> level.name().length()).max().orElse(0)
        + 2;
  }

  private String word(Level level) {
    String word = level.name().toLowerCase(Locale.ROOT);
    var style = terminal.style();
    String coloured =
        switch (level) {
          case OK -> style.good(word);
          case WARNING -> style.notable(word);
          case PROBLEM -> style.bad(word);
        };
    return coloured + " ".repeat(width() - word.length());
  }
}
