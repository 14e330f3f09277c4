// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes a plugin instance. */
@Command(
    name = "delete",
    description =
        "Deletes a plugin instance with all its revisions. Hooks that run keep what they started"
            + " with.")
final class InstanceDeleteCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final TargetOption target = new TargetOption();

  @Parameters(paramLabel = "NAME", description = "Name of the instance.")
  private @Nullable String name;

  InstanceDeleteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    return target.connect(
        terminal,
        client -> {
          client.instances().delete(Options.required(name));
          terminal.out().println("deleted: " + Printing.visible(Options.required(name)));
          return ExitCode.OK;
        });
  }
}
