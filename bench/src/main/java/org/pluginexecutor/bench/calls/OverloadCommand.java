// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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

  @Option(names = "--json", paramLabel = "FILE", description = "Write all numbers into a file.")
  private @Nullable Path json;

  @Option(
      names = "--isolation",
      paramLabel = "LEVEL",
      defaultValue = "full",
      description = "Isolation level of the server: full or portable. Default: full.")
  private String isolation = "";

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description = "The Python to use. Default: /usr/bin/python3, else the first found.")
  private @Nullable Path python;

  @Override
  public Integer call() throws IOException {
    var series = new Series(new PrintStream(System.out, false, StandardCharsets.UTF_8));
    var interpreter = Python.find(Optional.ofNullable(python));
    try (var work = WorkDirectory.create(Optional.empty())) {
      var plan =
          new Overload.Plan(
              times,
              clients,
              Duration.ofSeconds(deadlineSeconds),
              Duration.ofSeconds(quick ? 5 : 20),
              Duration.ofSeconds(quick ? 3 : 15));
      new Overload(plan, series).measure(work.path(), interpreter, isolation);
    }
    if (json != null) {
      series.writeJson(json);
    }
    return 0;
  }
}
