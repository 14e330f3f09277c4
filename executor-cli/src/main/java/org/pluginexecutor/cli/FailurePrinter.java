// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.CallCancelledException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints why a command failed: a sentence for each reason, on the error stream. */
final class FailurePrinter {
  private final Terminal terminal;

  FailurePrinter(Terminal terminal) {
    this.terminal = terminal;
  }

  /** A command line that does not follow the rules. */
  int usage(ParameterException e) {
    CommandLine command = e.getCommandLine();
    say(e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, command.getErr());
    terminal
        .err()
        .println("Try '" + command.getCommandSpec().qualifiedName() + " --help' for the rules.");
    return ExitCode.USAGE.code();
  }

  /** A command that could not do its work. */
  int print(Exception e, boolean verbose) {
    ExitCode exitCode =
        switch (e) {
          case CliException failure -> failure.exitCode();
          default -> ExitCode.FAILURE;
        };
    switch (e) {
      case CliException failure -> failure.sentences().forEach(this::say);
      case InterruptedException _, CallCancelledException _ -> say("interrupted");
      default -> say("unexpected failure: " + e + " (--verbose shows where)");
    }
    if (verbose) {
      e.printStackTrace(terminal.err());
    }
    return exitCode.code();
  }

  private void say(@Nullable String sentence) {
    terminal.err().println(Cli.NAME + ": " + Printing.visible(String.valueOf(sentence)));
  }
}
