// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private SeriesOptions options = new SeriesOptions();

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Where to put data. Default: the system's directory for temporary files.")
  private @Nullable Path directory;

  @Override
  public Integer call() throws IOException {
    options.measure((interpreter, isolation, series) -> {
      try (var work = WorkDirectory.create(Optional.ofNullable(directory))) {
        for (var part : Part.values()) {
          if (parts.contains(part)) {
            var place = work.path().resolve(part.name());
            measure(part, place, interpreter, isolation, series);
          }
        }
      }
    });
    return 0;
  }

  private void measure(Part part, Path work, Python interpreter, String isolation, Series series)
      throws IOException {
    var scaling = new Scaling(work, interpreter, isolation, quick, series);
    switch (part) {
      case IN_FLIGHT -> scaling.inFlight();
      case PLUGINS -> scaling.plugins();
      case SIZE -> scaling.sizes();
      case WAITING -> new WaitingCalls(work, interpreter, isolation, quick, series).measure();
    }
  }
}
