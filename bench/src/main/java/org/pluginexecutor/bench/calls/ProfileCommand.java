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

  @Mixin private SeriesOptions options = new SeriesOptions();

  @Override
  public Integer call() throws IOException {
    if (calls < 1) {
      throw new IllegalArgumentException("--calls: " + calls + " (expected: at least 1)");
    }
    options.measure((interpreter, isolation, series) -> {
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
    });
    return 0;
  }
}
