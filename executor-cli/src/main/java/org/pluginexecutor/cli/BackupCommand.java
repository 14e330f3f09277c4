// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verbs around backups. */
@Command(
    name = "backup",
    description =
        "Saves everything that a server stores to one file, and brings it back: plugins, which"
            + " version is active, and instances with their revisions. The audit log stays where"
            + " it is.")
final class BackupCommand extends GroupCommand {
  private BackupCommand() {}

  static CommandLine make(Terminal terminal) {
    return new CommandLine(new BackupCommand())
        .addSubcommand(new BackupCreateCommand(terminal))
        .addSubcommand(new BackupRestoreCommand(terminal));
  }
}
