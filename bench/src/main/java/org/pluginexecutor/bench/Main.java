// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: one subcommand per benchmark. */
public final class Main {
  private Main() {}

  /** What is run when no benchmark is named: shows which there are. */
  @Command(
      name = "bench",
      mixinStandardHelpOptions = true,
      synopsisSubcommandLabel = "BENCHMARK",
      description = "Measures what the specification promises.",
      subcommands = StoreCommand.class)
  private static final class Root {}

  /** Runs one benchmark. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Root()).execute(args));
  }
}
