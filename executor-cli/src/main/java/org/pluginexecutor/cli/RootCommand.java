// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command without a verb. */
@Command(
    name = Cli.NAME,
    description = {
      "Runs hooks of Python plugins for access gateways: who may log in, and with which password.",
      "Start with 'plugin-executor demo'."
    },
    footer = {
      "Verbs that talk to a server take its address from --target, or from the environment",
      "variable PLUGIN_EXECUTOR_TARGET; without both it is 127.0.0.1:50061. They show the token of"
          + " a",
      "server of yours on this machine; --token-file names another one.",
      "'plugin-executor VERB --help' says more about each."
    })
final class RootCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of a failure, and more of the server's log.")
  private boolean verbose;

  /** The root of the command that this is the specification of. */
  static RootCommand of(CommandSpec spec) {
    return (RootCommand) spec.root().userObject();
  }

  boolean isVerbose() {
    return verbose;
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "a verb is missing, for example demo");
    }
  }
}
