// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the completion script of a shell. */
@Command(
    name = "completion",
    description = "Prints a script that lets the shell complete verbs and options.",
    footer = "To use it: source <(plugin-executor completion bash)")
final class CompletionCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  private @Nullable Shell shell;

  /** A shell that can be served. Both take the same script, which looks which one it is in. */
  enum Shell {
    BASH,
    ZSH
  }

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String word = PluginTexts.word(Options.required(shell));
    terminal.out().println("# To use it: source <(" + Cli.NAME + " completion " + word + ")");
    terminal.out().print(AutoComplete.bash(Cli.NAME, Cli.allVerbs(terminal)));
    return ExitCode.OK.code();
  }
}
