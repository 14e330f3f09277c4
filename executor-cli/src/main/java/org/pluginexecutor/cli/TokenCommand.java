// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verbs around tokens. */
@Command(name = "token", description = "Makes tokens, by which a server knows its callers.")
final class TokenCommand extends GroupCommand {
  private TokenCommand() {}

  static CommandLine make(Terminal terminal) {
    return new CommandLine(new TokenCommand()).addSubcommand(new TokenCreateCommand(terminal));
  }
}
