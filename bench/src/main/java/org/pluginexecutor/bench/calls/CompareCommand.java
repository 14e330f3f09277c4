// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares what a call takes with what other ways to run plugins take. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "[BENCHMARK]",
    description = {
      "Compares calls of this product with a plain interpreter per call, with bubblewrap and with a"
          + " fork server without walls: in turns, in one run.",
      "It takes at most 20 minutes, with --quick one. Other benchmarks have a name, see below."
    })
public final class CompareCommand implements Callable<Integer> {
  private static final int REGRESSION = 1;

  @Option(
      names = "--quick",
      description = "Measure two plugins for at most a minute, at the best isolation level only.")
  private boolean quick;

  @Option(
      names = "--check",
      description = "End with 1 when a ratio shows that calls have become far slower.")
  private boolean check;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description =
          "How long the turns of all contenders are together; starting them, warming up and looking"
              + " at memory come on top. Default: 660, with --quick 14.")
  private @Nullable Integer seconds;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all numbers into a file.")
  private @Nullable Path json;

  @Option(names = "--svg", paramLabel = "FILE", description = "Draw latencies into a file.")
  private @Nullable Path svg;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description = "The Python that all use. Default: /usr/bin/python3, else the first found.")
  private @Nullable Path python;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Where to put data. Default: the system's directory for temporary files.")
  private @Nullable Path directory;

  @Override
  public Integer call() throws IOException {
    var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    var report = measure(Python.find(Optional.ofNullable(python)), out);
    TableReport.print(report, out);
    if (json != null) {
      JsonReport.write(report, json);
    }
    if (svg != null) {
      SvgReport.write(report, svg);
    }
    if (!check) {
      return 0;
    }
    var regressions = RatioLimits.broken(report);
    regressions.forEach(System.err::println);
    return regressions.isEmpty() ? 0 : REGRESSION;
  }

  private Report measure(Python interpreter, PrintStream out) throws IOException {
    long began = System.nanoTime();
    var facts = Facts.of(interpreter);
    var plan = quick ? Plan.quick() : Plan.full();
    if (seconds != null) {
      plan = plan.lasting(Duration.ofSeconds(Math.max(1, seconds)));
    }
    var notes = new ArrayList<String>();
    plan = plan.with(possible(plan.workloads(), interpreter, notes));
    try (var work = WorkDirectory.create(Optional.ofNullable(directory));
        var contenders = Contenders.start(work.path(), interpreter, !quick)) {
      notes.addAll(contenders.notes());
      var measured = new Comparison(plan, contenders.all(), out).measure();
      notes.addAll(measured.notes());
      Facts.end(facts, Duration.ofNanos(System.nanoTime() - began));
      var descriptions = new LinkedHashMap<String, String>();
      plan.workloads().forEach(one -> descriptions.put(one.name(), one.description()));
      return new Report(
          facts,
          descriptions,
          Rows.of(measured.cells()),
          measured.memory(),
          contenders.product(),
          notes);
    }
  }

  /** Those that the Python has everything for. */
  private static List<Workload> possible(
      List<Workload> workloads, Python interpreter, List<String> notes) throws IOException {
    var possible = new ArrayList<Workload>();
    for (var workload : workloads) {
      var needs = workload.needs();
      if (needs.isEmpty() || interpreter.has(needs.get())) {
        possible.add(workload);
      } else {
        notes.add(workload.name() + ": not measured, the Python has no module " + needs.get());
      }
    }
    return possible;
  }
}
