// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;

/**
 * Many hooks that wait at once: what they take of the server, and what they do to a short call
 * beside them. Confined to one thread.
 */
final class WaitingCalls {
  private static final int WAITING_WORKERS = 2;
  private static final double MIB = 1 << 20;

  /** Room for those that wait and for the short ones beside them. */
  private static final int SPARE_SLOTS = 64;

  private final Path work;
  private final Python python;
  private final ServerFlags flags;
  private final int count;
  private final Duration hold;
  private final Duration step;
  private final Series series;

  WaitingCalls(Path work, Python python, String isolation, boolean quick, Series series) {
    this.work = work;
    this.python = python;
    this.count = quick ? 100 : 1_000;
    this.hold = quick ? Duration.ofSeconds(10) : Duration.ofSeconds(30);
    this.step = quick ? Duration.ofSeconds(1) : Duration.ofSeconds(5);
    this.flags =
        ServerFlags.fork(isolation, WAITING_WORKERS)
            .with("--slots", Integer.toString(count + SPARE_SLOTS));
    this.series = series;
  }

  void measure() throws IOException {
    series.begin(count + " hooks that wait " + hold.toSeconds() + " s, at once");
    var bare = Workloads.bare();
    var waiting = Workloads.waiting("waiting", hold);
    try (var server = ServerContender.start(work, python, flags);
        var generator = new LoadGenerator()) {
      server.prepare(bare);
      server.prepare(waiting);
      Caller.Call shortCall = () -> server.call(bare);
      var _ = generator.closedLoop(shortCall, 1, step);
      series.add("a short call alone", generator.closedLoop(shortCall, 1, step));
      addServer("the server alone", server);
      long began = System.nanoTime();
      var running = generator.start(() -> server.call(waiting), count);
      // Half of the time that they wait is for all of them to start.
      Pause.of(hold.dividedBy(2));
      addServer("the server with those that wait", server);
      series.add("a short call beside them", generator.closedLoop(shortCall, 1, step));
      long failures = running.stream().filter(WaitingCalls::fails).count();
      var ended = new LinkedHashMap<String, Double>();
      ended.put("failures", (double) failures);
      ended.put("all_ended_after_s", Durations.millisSince(began) / 1e3);
      series.add("those that waited", ended);
    }
  }

  private static boolean fails(java.util.concurrent.Future<?> call) {
    try {
      LoadGenerator.await(call);
      return false;
    } catch (IllegalStateException _) {
      return true;
    }
  }

  private void addServer(String of, ServerContender server) {
    var memory = server.memory();
    long pid = server.server().pid();
    var values = new LinkedHashMap<String, Double>();
    values.put("server_mib", memory.server() / MIB);
    values.put("server_threads", (double) Processes.threads(pid));
    values.put("processes", (double) Processes.descendants(pid).size());
    values.put("their_pss_mib", memory.others() / MIB);
    series.add(of, values);
  }
}
