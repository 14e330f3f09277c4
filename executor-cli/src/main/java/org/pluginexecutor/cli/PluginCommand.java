// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verbs around plugins. */
@Command(
    name = "plugin",
    description =
        "Begins plugins and tries them out; checks, packs and signs them, uploads them to a server,"
            + " and shows, downloads and deletes them.")
final class PluginCommand extends GroupCommand {
  private PluginCommand() {}

  static CommandLine make(Terminal terminal) {
    return new CommandLine(new PluginCommand())
        .addSubcommand(new PluginNewCommand(terminal))
        .addSubcommand(new PluginTestCommand(terminal))
        .addSubcommand(new PluginRunScenarioCommand(terminal))
        .addSubcommand(PackageOptions.of(new PluginCheckCommand(terminal)))
        .addSubcommand(PackageOptions.of(new PluginPackCommand(terminal)))
        .addSubcommand(new PluginCreateSigningKeyCommand(terminal))
        .addSubcommand(new PluginSignCommand(terminal))
        .addSubcommand(new PluginUploadCommand(terminal))
        .addSubcommand(new PluginListCommand(terminal))
        .addSubcommand(new PluginShowCommand(terminal))
        .addSubcommand(new PluginDownloadCommand(terminal))
        .addSubcommand(new PluginActivateCommand(terminal))
        .addSubcommand(new PluginVerifyCommand(terminal))
        .addSubcommand(new PluginDeleteCommand(terminal));
  }
}
