// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Calls a server very often and looks at what is left of it. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    description = {
      "Calls a server very often, one in a hundred calls with an exception and one with a child"
          + " process that stays behind, and compares its descriptors, threads, processes, files"
          + " and memory with those before.",
      "It ends with 1 when any of them grew, memory by more than a twentieth, or a call failed. A"
          + " million calls take about an hour."
    })
public final class SoakCommand implements Callable<Integer> {
  private static final int GREW = 1;
  private static final int LONG = 50_000;

  /** Until the server has looked through its heap for the first time. */
  private static final int WARM_UP = 250_000;

  @Option(
      names = "--calls",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "How many calls. Default: 1000000.")
  private long calls;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "8",
      description = "How many of them at once. Default: 8.")
  private int inFlight;

  @Mixin private SeriesOptions options = new SeriesOptions();

  private boolean held;

  @Override
  public Integer call() throws IOException {
    var step = Duration.ofSeconds(calls >= LONG ? 60 : 5);
    var plan = new Soak.Plan(calls, Math.min(WARM_UP, calls), inFlight, step);
    options.measure((python, isolation, series) -> {
      try (var work = WorkDirectory.create(Optional.empty())) {
        held = new Soak(plan, series).measure(work.path(), python, isolation);
      }
    });
    return held ? 0 : GREW;
  }
}
