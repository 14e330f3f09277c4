// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what becomes of calls when there are many more than a server can carry. */
@Command(
    name = "overload",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the most calls that a server carries, then sends it many times as many from many"
          + " clients: how many it still answers, how soon it refuses the others, and whether any"
          + " call gets no answer.",
      "It takes about two minutes."
    })
public final class OverloadCommand implements Callable<Integer> {
  @Option(
      names = "--times",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many times what the server carries is sent. Default: 10.")
  private int times;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "64",
      description = "How many connections there are. Default: 64.")
  private int clients;

  @Option(
      names = "--deadline",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "How long each call is waited for. Default: 10.")
  private int deadlineSeconds;

  @Option(names = "--quick", description = "Shorter steps, with a server that is less warm.")
  private boolean quick;

  @Mixin private SeriesOptions options = new SeriesOptions();

  @Option(
      names = "--together",
      description = {
        "Let clients and server share all processors. Default: half of them are the server's, so"
            + " that sending more takes nothing from it."
      })
  private boolean together;

  @Override
  public Integer call() throws IOException {
    var processors = together ? Optional.<Processors>empty() : Optional.of(Processors.halves());
    if (processors.isPresent()) {
      processors.get().keepOffServer();
    }
    var plan =
        new Overload.Plan(
            times,
            clients,
            Duration.ofSeconds(deadlineSeconds),
            Duration.ofSeconds(quick ? 5 : 20),
            Duration.ofSeconds(quick ? 3 : 15),
            processors.map(Processors::serverCommand).orElse(List.of()));
    options.measure((python, isolation, series) -> {
      try (var work = WorkDirectory.create(Optional.empty())) {
        new Overload(plan, series).measure(work.path(), python, isolation);
      }
    });
    return 0;
  }
}
