// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls with more in flight, of more plugins, of larger ones. Confined to one thread. */
final class Scaling {
  private static final int WAITING_WORKERS = 2;
  private static final String SLOTS = "256";
  private static final int CALLERS = 2;
  private static final int WARMING_CALLERS = 16;
  private static final int WARMING_STEPS = 3;

  private final Path work;
  private final Python python;
  private final ServerFlags flags;
  private final boolean quick;
  private final Duration step;
  private final Series series;

  Scaling(Path work, Python python, String isolation, boolean quick, Series series) {
    this.work = work;
    this.python = python;
    this.flags = ServerFlags.fork(isolation, WAITING_WORKERS).with("--slots", SLOTS);
    this.quick = quick;
    this.step = quick ? Duration.ofSeconds(1) : Duration.ofSeconds(10);
    this.series = series;
  }

  /** 1, 2, 4 ... 128 callers of one plugin. */
  void inFlight() throws IOException {
    series.begin("calls in flight");
    var workload = Workloads.bare();
    try (var server = ServerContender.start(work, python, flags);
        var generator = new LoadGenerator()) {
      server.prepare(workload);
      warmUp(generator, () -> server.call(workload));
      for (int callers = 1; callers <= (quick ? 32 : 128); callers *= 2) {
        series.add(
            callers + " in flight",
            generator.closedLoop(() -> server.call(workload), callers, step));
      }
    }
  }

  /** Plugins that are called in turn: more than there are zygotes, in the end. */
  void plugins() throws IOException {
    series.begin("plugins called in turn, " + CALLERS + " in flight");
    try (var server = ServerContender.start(work, python, flags);
        var generator = new LoadGenerator()) {
      var workloads = new ArrayList<Workload>();
      for (int count : quick ? List.of(1, 10) : List.of(1, 10, 100)) {
        while (workloads.size() < count) {
          var workload = Workloads.numbered(workloads.size());
          server.prepare(workload);
          workloads.add(workload);
        }
        var next = new AtomicInteger();
        Caller.Call call =
            () -> server.call(workloads.get(Math.floorMod(next.getAndIncrement(), count)));
        warmUp(generator, call);
        series.add(count + " plugins", generator.closedLoop(call, CALLERS, step));
      }
    }
  }

  /** Packages of different sizes: the first call of each, which unpacks nothing, and warm ones. */
  void sizes() throws IOException {
    series.begin("size of the package, unpacked");
    try (var server = ServerContender.start(work, python, flags);
        var generator = new LoadGenerator()) {
      var bare = Workloads.bare();
      server.prepare(bare);
      warmUp(generator, () -> server.call(bare));
      for (int mebibytes : quick ? List.of(1, 5) : List.of(1, 5, 20, 50)) {
        var workload = Workloads.ofSize(mebibytes);
        double uploadMs = millis(() -> server.prepare(workload));
        double firstMs = millis(() -> server.call(workload));
        series.add(
            mebibytes + " MiB, at first", Map.of("upload_ms", uploadMs, "first_call_ms", firstMs));
        series.add(
            mebibytes + " MiB, warm", generator.closedLoop(() -> server.call(workload), 1, step));
      }
    }
  }

  private static double millis(Caller.Call call) throws IOException {
    long began = System.nanoTime();
    call.run();
    return Durations.millisSince(began);
  }

  /** Long enough for the compilers of both Java machines: some 10,000 calls. */
  private void warmUp(LoadGenerator generator, Caller.Call call) {
    var _ = generator.closedLoop(call, WARMING_CALLERS, step.multipliedBy(WARMING_STEPS));
  }
}
