// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginTarget;

/** Very many calls of one server, and whether anything of them is left. Confined to one thread. */
final class Soak {
  private static final int WAITING_WORKERS = 2;
  private static final double MIB = 1 << 20;
  private static final double LARGEST_GROWTH = 1.05;

  /**
   * For connections that end, and warm interpreters that go when nobody calls: how many there are
   * just then, a worn one and the one in its place, would be another number each time.
   */
  private static final Duration QUIET = Duration.ofSeconds(30);

  private static final String IDLE_TIME = "20s";

  private static final Duration LONGEST_QUIET = Duration.ofMinutes(3);

  /** Of this many calls one is of each of the rarer kinds. */
  private static final int CYCLE = 100;

  private static final Workload RAISING =
      Workloads.withBody("raising", "raises", "        raise ValueError('no such user')\n");
  private static final Workload STATEFUL =
      Workloads.withBody(
          "stateful",
          "keeps a file and a cookie, leaves a child",
          """
                  import os, signal
                  directory = os.environ["SCB_PLUGIN_STATE_DIRECTORY"]
                  with open(os.path.join(directory, "count"), "a") as count:
                      count.write(".")
                  if os.fork() == 0:
                      os.setsid()
                      signal.pause()
                  return {"verdict": "ACCEPT", "cookie": {"key": "x" * 1000}}
          """);

  private final Plan plan;
  private final Series series;
  private final AtomicLong number = new AtomicLong();

  /**
   * How much of it.
   *
   * @param calls that are measured
   * @param warmUp calls before, after which nothing ought to grow any more
   * @param step how long calls go on between two looks at the server
   */
  record Plan(long calls, long warmUp, int inFlight, Duration step) {}

  Soak(Plan plan, Series series) {
    this.plan = plan;
    this.series = series;
  }

  /** True when everything came back to what it was. */
  boolean measure(Path work, Python python, String isolation) throws IOException {
    var temporary = Files.createDirectories(work.resolve("tmp"));
    var flags =
        ServerFlags.fork(isolation, WAITING_WORKERS)
            // What the server has in files is all in one place then.
            .startedBy(
                List.of(
                    "env",
                    "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + temporary,
                    "PLUGIN_EXECUTOR_SANDBOX_ZYGOTE_IDLE_TIME=" + IDLE_TIME));
    try (var server = ServerContender.start(work, python, flags);
        var generator = new LoadGenerator()) {
      for (var workload : List.of(Workloads.bare(), Workloads.mfa(), RAISING, STATEFUL)) {
        server.prepare(workload);
      }
      series.begin("until nothing grows any more");
      var _ = callUntil(plan.warmUp(), server, generator);
      var before = quiet(work, server);
      series.add("before", before.toMap());
      series.begin(plan.calls() + " calls");
      long failures = callUntil(plan.warmUp() + plan.calls(), server, generator);
      var after = quiet(work, server);
      series.add("after", after.toMap());
      series.begin("in short");
      return sumUp(before, after, failures);
    }
  }

  private boolean sumUp(Counts before, Counts after, long failures) {
    double growth = after.residentMib() / before.residentMib();
    var sums = new LinkedHashMap<>(after.minus(before).toMap());
    sums.put("resident_ratio", growth);
    sums.put("failures", (double) failures);
    series.add("soak", sums);
    return failures == 0 && growth <= LARGEST_GROWTH && after.isNoMoreThan(before);
  }

  private long callUntil(long count, ServerContender server, LoadGenerator generator) {
    long failures = 0;
    while (number.get() < count) {
      var stats = generator.closedLoop(() -> call(server), plan.inFlight(), plan.step());
      failures += stats.failures();
      series.add("%,d calls".formatted(number.get()), stats);
    }
    return failures;
  }

  private void call(ServerContender server) throws IOException {
    switch ((int) (number.getAndIncrement() % CYCLE)) {
      case 0 -> raise(server);
      case 1 -> server.call(STATEFUL);
      case 2, 3, 4, 5, 6, 7, 8, 9 -> server.call(Workloads.mfa());
      default -> server.call(Workloads.bare());
    }
  }

  private static void raise(ServerContender server) throws IOException {
    var target = new PluginTarget.Instance(RAISING.plugin());
    var session = server.server().client().newSession("bench-raising");
    var response = session.call(target, Workload.HOOK, Workload.ARGUMENTS);
    if (!(response.outcome() instanceof Outcome.Raised)) {
      throw new IOException(response.outcome() + " (expected: an exception)");
    }
  }

  /** What there is when nothing is called, and nothing changes any more. */
  private static Counts quiet(Path work, ServerContender server) throws IOException {
    long last = System.nanoTime() + LONGEST_QUIET.toNanos();
    var counts = Counts.of(work, server.server().pid());
    while (System.nanoTime() < last) {
      Pause.of(QUIET);
      var now = Counts.of(work, server.server().pid());
      if (now.isNoMoreThan(counts) && counts.isNoMoreThan(now)) {
        return now;
      }
      counts = now;
    }
    return counts;
  }

  /** What a server has. */
  private record Counts(
      double residentMib, double descriptors, double threads, double processes, double files) {
    static Counts of(Path work, long pid) throws IOException {
      try (var files = Files.walk(work)) {
        return new Counts(
            Processes.residentBytes(pid) / MIB,
            Processes.descriptors(pid),
            Processes.threads(pid),
            Processes.descendants(pid).size(),
            files.count());
      }
    }

    Counts minus(Counts other) {
      return new Counts(
          residentMib - other.residentMib,
          descriptors - other.descriptors,
          threads - other.threads,
          processes - other.processes,
          files - other.files);
    }

    /** Memory apart, which is never twice the same. */
    boolean isNoMoreThan(Counts other) {
      return descriptors <= other.descriptors
          && threads <= other.threads
          && processes <= other.processes
          && files <= other.files;
    }

    Map<String, Double> toMap() {
      var values = new LinkedHashMap<String, Double>();
      values.put("server_mib", residentMib);
      values.put("descriptors", descriptors);
      values.put("threads", threads);
      values.put("processes", processes);
      values.put("files", files);
      return values;
    }
  }
}
