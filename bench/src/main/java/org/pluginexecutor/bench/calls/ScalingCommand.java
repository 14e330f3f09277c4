// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how calls become slower with more of everything. */
@Command(
    name = "scaling",
    mixinStandardHelpOptions = true,
    description = {
      "Measures calls with more of them in flight, with more plugins, with larger packages, and"
          + " beside calls that wait.",
      "It takes some minutes."
    })
public final class ScalingCommand implements Callable<Integer> {
  /** What there is more and more of. */
  enum Part {
    IN_FLIGHT,
    PLUGINS,
    SIZE,
    WAITING
  }

  @Option(
      names = "--part",
      paramLabel = "PART",
      description = "Measure only ${COMPLETION-CANDIDATES}. May be repeated.")
  private Set<Part> parts = EnumSet.allOf(Part.class);

  @Option(names = "--quick", description = "Fewer steps, each of a second, and 100 waiting calls.")
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

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Where to put data. Default: the system's directory for temporary files.")
  private @Nullable Path directory;

  @Override
  public Integer call() throws IOException {
    var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    var interpreter = Python.find(Optional.ofNullable(python));
    var series = new Series(out);
    try (var work = WorkDirectory.create(Optional.ofNullable(directory))) {
      for (var part : Part.values()) {
        if (parts.contains(part)) {
          measure(part, work.path().resolve(part.name()), interpreter, series);
        }
      }
    }
    if (json != null) {
      series.writeJson(json);
    }
    return 0;
  }

  private void measure(Part part, Path work, Python interpreter, Series series) throws IOException {
    var scaling = new Scaling(work, interpreter, isolation, quick, series);
    switch (part) {
      case IN_FLIGHT -> scaling.inFlight();
      case PLUGINS -> scaling.plugins();
      case SIZE -> scaling.sizes();
      case WAITING -> new WaitingCalls(work, interpreter, isolation, quick, series).measure();
    }
  }
}
