// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the time from the start of a server to its first call. */
@Command(
    name = "startup",
    mixinStandardHelpOptions = true,
    description = {
      "Measures how long a server takes from its start until it has served a call, with and without"
          + " the archive of classes, in turns.",
      "It takes about half a minute."
    })
public final class StartupCommand implements Callable<Integer> {
  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "7",
      description = "How often a server is started each way. Default: 7.")
  private int rounds;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all numbers into a file.")
  private @Nullable Path json;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description = "The Python to use. Default: /usr/bin/python3, else the first found.")
  private @Nullable Path python;

  @Override
  public Integer call() throws IOException {
    var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    var interpreter = Python.find(Optional.ofNullable(python));
    var series = new Series(out);
    series.begin("from the start of the server to the answer of its first call");
    var app = Path.of(System.getProperty("pluginexecutor.home"), "executor-cli", "target", "app");
    var archive = app.resolve("classes.aot");
    var ways = new ArrayList<ColdStart>();
    if (Files.exists(archive)) {
      ways.add(new ColdStart("with the archive", List.of("-XX:AOTCache=" + archive), app));
    }
    ways.add(new ColdStart("without the archive", List.of(), app));
    try (var work = WorkDirectory.create(Optional.empty())) {
      ColdStart.prepare(work.path(), interpreter);
      for (int round = 0; round < rounds; round++) {
        for (var way : ways) {
          way.measure(work.path(), interpreter);
        }
      }
    }
    ways.forEach(way -> way.addTo(series));
    if (json != null) {
      series.writeJson(json);
    }
    return 0;
  }
}
