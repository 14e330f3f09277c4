// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench;

import org.pluginexecutor.bench.calls.AllocationCommand;
import org.pluginexecutor.bench.calls.CompareCommand;
import org.pluginexecutor.bench.calls.IdleCommand;
import org.pluginexecutor.bench.calls.OverloadCommand;
import org.pluginexecutor.bench.calls.ProfileCommand;
import org.pluginexecutor.bench.calls.ScalingCommand;
import org.pluginexecutor.bench.calls.SoakCommand;
import org.pluginexecutor.bench.calls.StartupCommand;
import picocli.CommandLine;

/** The program: the comparison of calls, and one subcommand for each other benchmark. */
public final class Main {
  private Main() {}

  /** Runs one benchmark. */
  public static void main(String[] args) {
    var commandLine = new CommandLine(new CompareCommand());
    commandLine.addSubcommand(new StoreCommand());
    commandLine.addSubcommand(new ScalingCommand());
    commandLine.addSubcommand(new StartupCommand());
    commandLine.addSubcommand(new ProfileCommand());
    commandLine.addSubcommand(new AllocationCommand());
    commandLine.addSubcommand(new OverloadCommand());
    commandLine.addSubcommand(new SoakCommand());
    commandLine.addSubcommand(new IdleCommand());
    commandLine.setExecutionExceptionHandler((failure, _, _) -> {
      System.err.println("bench: " + failure.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    });
    System.exit(commandLine.execute(args));
  }
}
