// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures where the time of a warm call goes. */
@Command(
    name = "profile",
    mixinStandardHelpOptions = true,
    description = {
      "Measures where the time of a warm call goes, one call in flight: for workers that stand"
          + " ready, workers that are forked for the call, and fresh interpreters.",
      "Each part is a median of its own, so the parts need not add up to the median of the whole."
    })
public final class ProfileCommand implements Callable<Integer> {
  @Option(
      names = "--calls",
      paramLabel = "N",
      defaultValue = "3000",
      description = "How many calls of each kind to measure, after as many others. Default: 3000.")
  private int calls;

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
    if (calls < 1) {
      throw new IllegalArgumentException("--calls: " + calls + " (expected: at least 1)");
    }
    var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    var interpreter = Python.find(Optional.ofNullable(python));
    var series = new Series(out);
    var kinds =
        List.of(
            ServerFlags.fork(isolation, 2),
            ServerFlags.fork(isolation, 0),
            ServerFlags.exec(isolation));
    try (var work = WorkDirectory.create(Optional.empty())) {
      for (int i = 0; i < kinds.size(); i++) {
        var directory = work.path().resolve("server-" + i);
        try (var server = ServerContender.start(directory, interpreter, kinds.get(i))) {
          // A fresh interpreter takes much longer, and its parts vary less.
          int count = ServerFlags.startsFresh(server.name()) ? Math.max(1, calls / 10) : calls;
          Profile.measure(server, count).addTo(series);
        }
      }
    }
    if (json != null) {
      series.writeJson(json);
    }
    return 0;
  }
}
