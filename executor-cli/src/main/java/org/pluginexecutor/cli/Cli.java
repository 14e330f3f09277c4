// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Runs one command line. Stateless. */
final class Cli {
  static final String NAME = "plugin-executor";

  private static final Path BENCHMARK = Path.of("bench", "pom.xml");

  private Cli() {}

  /** Runs a command line; everything that it prints goes to the terminal. */
  static ExitCode run(Terminal terminal, String... args) {
    ExitCode exitCode = execute(terminal, args);
    terminal.err().flush();
    if (terminal.out().checkError()) {
      terminal.err().println(NAME + ": the output cannot be written");
      return exitCode == ExitCode.OK ? ExitCode.OUTPUT : exitCode;
    }
    return exitCode;
  }

  /** All verbs, for the help and the completion. */
  static CommandLine allVerbs(Terminal terminal) {
    var commandLine = new CommandLine(new RootCommand());
    for (var verb : Verb.values()) {
      commandLine.addSubcommand(verb.word(), verb.make(terminal));
    }
    nameBenchmark(commandLine.getCommandSpec(), terminal);
    return finish(commandLine);
  }

  /** The launcher runs it, and only a checkout has it: what operators install does without. */
  private static void nameBenchmark(CommandSpec root, Terminal terminal) {
    if (terminal.home().map(home -> home.resolve(BENCHMARK)).filter(Files::exists).isPresent()) {
      var footer = new ArrayList<>(List.of(root.usageMessage().footer()));
      footer.add("In a checkout, './plugin-executor bench' compares calls with other ways to run");
      footer.add("plugins; './plugin-executor bench --help' says what else it measures.");
      root.usageMessage().footer(footer.toArray(String[]::new));
    }
  }

  private static ExitCode execute(Terminal terminal, String... args) {
    var commandLine = Verb.named(args).map(verb -> oneVerb(terminal, verb)).orElse(null);
    if (commandLine == null) {
      commandLine = allVerbs(terminal);
    }
    var failures = new FailurePrinter(terminal);
    commandLine
        .setOut(Printing.writer(terminal.out()))
        .setErr(Printing.writer(terminal.err()))
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((e, _) -> failures.usage(e))
        .setExecutionExceptionHandler((e, command, _) -> failures.print(e, isVerbose(command)));
    int code = commandLine.execute(args);
    return Arrays.stream(ExitCode.values())
        .filter(exitCode -> exitCode.code() == code)
        .findFirst()
        .orElse(ExitCode.FAILURE);
  }

  /** Looking through the annotations of every verb takes longer than most verbs themselves. */
  private static CommandLine oneVerb(Terminal terminal, Verb verb) {
    var commandLine = new CommandLine(new RootCommand());
    commandLine.addSubcommand(verb.word(), verb.make(terminal));
    return finish(commandLine);
  }

  private static CommandLine finish(CommandLine commandLine) {
    finish(commandLine.getCommandSpec());
    commandLine
        .getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(
            Arrays.stream(ExitCode.values())
                .collect(
                    Collectors.toMap(
                        exitCode -> Integer.toString(exitCode.code()),
                        ExitCode::meaning,
                        (first, _) -> first,
                        LinkedHashMap::new)));
    return commandLine;
  }

  private static void finish(CommandSpec spec) {
    spec.mixinStandardHelpOptions(true);
    spec.versionProvider(new Version());
    spec.usageMessage()
        .parameterListHeading("%nArguments:%n")
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nCommands:%n")
        .footerHeading("%n")
        .width(100);
    Map<String, CommandLine> children = spec.subcommands();
    children.values().forEach(child -> finish(child.getCommandSpec()));
  }

  private static boolean isVerbose(CommandLine command) {
    return RootCommand.of(command.getCommandSpec()).isVerbose();
  }
}
