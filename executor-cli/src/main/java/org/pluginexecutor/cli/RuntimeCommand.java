// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verbs around what plugins run on. */
@Command(name = "runtime", description = "Shows the Pythons that plugins run on.")
final class RuntimeCommand extends GroupCommand {
  private RuntimeCommand() {}

  static CommandLine make(Terminal terminal) {
    return new CommandLine(new RuntimeCommand()).addSubcommand(new RuntimeListCommand(terminal));
  }
}
