// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.bench.allocation.CallPathRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how much memory the server allocates for a call. */
@Command(
    name = "allocation",
    mixinStandardHelpOptions = true,
    description = {
      "Measures how many bytes the server allocates for a call: its own code by JMH, and a whole"
          + " server by the counters of its JVM.",
      "It takes about two minutes."
    })
public final class AllocationCommand implements Callable<Integer> {
  private static final int WAITING_WORKERS = 2;

  @Option(
      names = "--calls",
      paramLabel = "N",
      defaultValue = "5000",
      description = "How many calls are measured, after as many to warm up. Default: 5000.")
  private int calls;

  @Option(
      names = "--isolation",
      paramLabel = "LEVEL",
      defaultValue = "full",
      description = "Isolation level of the whole server: full or portable. Default: full.")
  private String isolation = "";

  @Option(names = "--json", paramLabel = "FILE", description = "Write all numbers into a file.")
  private @Nullable Path json;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description = "The Python to use. Default: /usr/bin/python3, else the first found.")
  private @Nullable Path python;

  @Override
  public Integer call() throws IOException {
    var series = new Series(new PrintStream(System.out, false, StandardCharsets.UTF_8));
    measureCallPath(series);
    try (var work = WorkDirectory.create(Optional.empty());
        var generator = new LoadGenerator();
        var server =
            ServerContender.start(
                work.path(),
                Python.find(Optional.ofNullable(python)),
                ServerFlags.fork(isolation, WAITING_WORKERS))) {
      measureServer(server, generator, series);
    }
    if (json != null) {
      series.writeJson(json);
    }
    return 0;
  }

  private static void measureCallPath(Series series) throws IOException {
    series.begin("the server's own code for a call, without network and worker");
    CallPathRun.measure()
        .forEach((instances, perCall) -> {
          var values = new LinkedHashMap<String, Double>();
          values.put("bytes_per_call", perCall.bytes());
          values.put("us_per_call", perCall.micros());
          series.add("instances: " + instances, values);
        });
  }

  private void measureServer(ServerContender server, LoadGenerator generator, Series series)
      throws IOException {
    series.begin("a whole server, called by " + Report.COMPARED_IN_FLIGHT + " at once");
    var workload = Workloads.bare();
    server.prepare(workload);
    try (var counter = AllocationCounter.of(server.server().pid())) {
      call(server, workload, generator);
      long before = counter.bytes();
      call(server, workload, generator);
      var values = new LinkedHashMap<String, Double>();
      values.put("bytes_per_call", (double) (counter.bytes() - before) / calls);
      values.put("calls", (double) calls);
      series.add(server.name(), values);
    }
  }

  private void call(ServerContender server, Workload workload, LoadGenerator generator) {
    for (int done = 0; done < calls; done += Report.COMPARED_IN_FLIGHT) {
      generator
          .start(() -> server.call(workload), Math.min(Report.COMPARED_IN_FLIGHT, calls - done))
          .forEach(LoadGenerator::await);
    }
  }
}
