// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verbs around what a server stores. */
@Command(
    name = "store",
    description = "Looks after what a server stores: the plugins and the plugin instances.")
final class StoreCommand extends GroupCommand {
  private StoreCommand() {}

  static CommandLine make(Terminal terminal) {
    return new CommandLine(new StoreCommand())
        .addSubcommand(new StoreCreateKeyCommand(terminal))
        .addSubcommand(StoreSealCommand.make(terminal));
  }
}
