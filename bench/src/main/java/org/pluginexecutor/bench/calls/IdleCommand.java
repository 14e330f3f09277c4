// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what a server takes that nobody calls. */
@Command(
    name = "idle",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the memory of a server that nobody calls, alone and with connections that are open"
          + " and ask nothing.",
      "It takes about a minute."
    })
public final class IdleCommand implements Callable<Integer> {
  @Option(
      names = "--connections",
      paramLabel = "N",
      split = ",",
      defaultValue = "1000,10000",
      description = "How many connections, one number after the other. Default: 1000,10000.")
  private List<Integer> connections = List.of();

  @Mixin private SeriesOptions options = new SeriesOptions();

  @Override
  public Integer call() throws IOException {
    options.measure((python, isolation, series) -> {
      try (var work = WorkDirectory.create(Optional.empty());
          var idle = new IdleConnections(series)) {
        idle.measure(work.path(), python, isolation, connections);
      }
    });
    return 0;
  }
}
