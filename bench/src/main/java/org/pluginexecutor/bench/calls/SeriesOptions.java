// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all commands take that measure servers and print series. Confined to one thread. */
final class SeriesOptions {
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

  /** Measures, and adds what it measured to the series. */
  @FunctionalInterface
  interface Measurement {
    void run(Python python, String isolation, Series series) throws IOException;
  }

  /** Prints what is measured, and writes it where the caller wants it. */
  void measure(Measurement measurement) throws IOException {
    var series = new Series(new PrintStream(System.out, false, StandardCharsets.UTF_8));
    measurement.run(Python.find(Optional.ofNullable(python)), isolation, series);
    if (json != null) {
      series.writeJson(json);
    }
  }
}
