// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says whether a server serves, for the health checks of container engines. */
@Command(
    name = "health",
    description = "Asks a server whether it serves. It needs no token.",
    footer = {
      "The exit code is 0 when it does, and 69 when it says that it does not, as while it is",
      "stopping, or cannot be reached."
    })
final class HealthCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final TargetOption target = new TargetOption();

  HealthCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    return target.connect(
        terminal,
        client -> {
          boolean isServing = client.runtimes().isServing();
          terminal.out().println(isServing ? "serving" : "not serving");
          return isServing ? ExitCode.OK : ExitCode.UNAVAILABLE;
        });
  }
}
