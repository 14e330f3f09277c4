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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.cli.CheckResult.Level;
import org.pluginexecutor.server.config.RuntimeConfig;
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
      "Looks whether this machine can run plugins: Java, the Pythons and their modules, a plugin"
          + " from upload to answer, the data directory. Says what to do about what is amiss.",
      "Needs no server and changes nothing; with --target, a running one is asked as well."
    },
    footer = {
      "Exit code 0: nothing is a problem (there may be warnings); 1: something is.",
      "Fields of --json: checks, each with level (ok, warning or problem), subject, text and",
      "remedy (null where nothing is to be done); problems and warnings, how many there are."
    })
final class DoctorCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final TargetOption target = new TargetOption();

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
    var results = new ArrayList<CheckResult>();
    results.add(CheckResult.ok("Java", Runtime.version() + ", " + System.getProperty("java.home")));
    addMachine(results);
    results.addAll(
        DataDirectoryChecks.of(
            dataDirectory != null ? dataDirectory : DataDirectories.byDefault(terminal)));
    if (target.isGiven()) {
      results.addAll(ServerChecks.of(target, terminal));
    }
    print(results);
    return (count(results, Level.PROBLEM) == 0 ? ExitCode.OK : ExitCode.FAILURE).code();
  }

  private void addMachine(List<CheckResult> results) throws IOException, InterruptedException {
    var named = namedRuntimes();
    try (var server = LocalServer.start(config -> config.withRuntimes(named))) {
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
        server.missingLevels().stream().map(DoctorCommand::missing).forEach(results::add);
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

  private static CheckResult missing(MissingLevel missing) {
    return CheckResult.warning(
        "sandbox",
        "isolation level " + missing.level().label() + " cannot be had: " + missing.problem(),
        missing.remedy());
  }

  private List<RuntimeConfig> namedRuntimes() {
    return ConfigFlags.load(
            ConfigSources.ofFlags(Map.of(ConfigKeys.RUNTIMES, runtimes)), ExitCode.CONFIGURATION)
        .config()
        .runtimes();
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
