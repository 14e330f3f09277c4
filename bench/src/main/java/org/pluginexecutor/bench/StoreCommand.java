// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.files.TreeRemover;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the store: large packages, hostile ones, many of them, instances. */
@Command(
    name = "store",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the store: a package of the largest size, zip bombs, many plugins, instances.",
      "Servers run in processes of their own, with the JVM flags of the launcher, on a directory"
          + " that is removed at the end. It takes some minutes."
    })
final class StoreCommand implements Callable<Integer> {
  /** The parts of the benchmark. */
  enum Part {
    LARGE,
    BOMBS,
    MANY,
    INSTANCES
  }

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes what was measured, every value included, into a file as well.")
  private @Nullable Path json;

  @Option(
      names = "--part",
      paramLabel = "PART",
      description = "Measures only ${COMPLETION-CANDIDATES}. May be repeated.")
  private Set<Part> parts = EnumSet.allOf(Part.class);

  @Option(
      names = "--plugins",
      paramLabel = "N",
      split = ",",
      defaultValue = "1000,10000",
      description = "How many plugins are stored, one number after the other. Default: 1000,10000.")
  private List<Integer> plugins = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "7",
      description = "How often slow things are measured. Default: 7.")
  private int rounds;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description =
          "Where to put the data; the disk that it is on is measured. Default: the"
              + " system's directory for temporary files.")
  private @Nullable Path directory;

  @Override
  public Integer call() throws Exception {
    var parent = directory != null ? directory : Path.of(System.getProperty("java.io.tmpdir"));
    var work = Files.createTempDirectory(parent, "plugin-executor-bench-");
    var results = new Results(new PrintStream(System.out, false, StandardCharsets.UTF_8));
    try {
      for (var part : Part.values()) {
        if (parts.contains(part)) {
          measure(part, Files.createDirectory(work.resolve(part.name())), results);
        }
      }
      if (json != null) {
        results.writeJson(json);
      }
      return 0;
    } finally {
      TreeRemover.remove(work);
    }
  }

  private void measure(Part part, Path work, Results results) throws Exception {
    switch (part) {
      case LARGE -> new LargePackage(work, results, rounds).measure();
      case BOMBS -> new Bombs(work, results, rounds).measure();
      case MANY -> {
        for (int count : plugins) {
          var place = Files.createDirectory(work.resolve(Integer.toString(count)));
          new ManyPlugins(place, results, rounds, count).measure();
        }
      }
      case INSTANCES -> new StoredInstances(work, results).measure();
    }
  }
}
