// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verbs around plugin instances. */
@Command(
    name = "instance",
    description =
        "Keeps plugin instances on a server: a plugin together with the configuration that it"
            + " gets. Gateways call hooks on instances.")
final class InstanceCommand extends GroupCommand {
  private InstanceCommand() {}

  static CommandLine make(Terminal terminal) {
    return new CommandLine(new InstanceCommand())
        .addSubcommand(new InstanceCreateCommand(terminal))
        .addSubcommand(new InstanceListCommand(terminal))
        .addSubcommand(new InstanceShowCommand(terminal))
        .addSubcommand(new InstanceTestCommand(terminal))
        .addSubcommand(new InstanceUpdateCommand(terminal))
        .addSubcommand(new InstanceRevisionsCommand(terminal))
        .addSubcommand(new InstanceRollbackCommand(terminal))
        .addSubcommand(new InstanceDeleteCommand(terminal));
  }
}
