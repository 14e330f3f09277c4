// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures contenders in turns. Confined to one thread. */
final class Comparison {
  /** With this share of what a plain interpreter does alone, nobody is overloaded. */
  private static final double OPEN_SHARE = 0.5;

  /** Where an interpreter takes half a second and more, so often nevertheless. */
  private static final double LEAST_PER_S = 2;

  /** What is more comes from no interpreter. */
  private static final double MOST_PER_S = 1_000;

  private static final int HELD_CALLS = 8;

  /** As many as keep all processors busy, and no more. */
  private static final int WARMING_CALLS = 16;

  private final Plan plan;
  private final List<Contender> contenders;
  private final PrintStream progress;
  private final List<String> notes = new ArrayList<>();
  private final Map<Slice.Cell, Stats> cells = new LinkedHashMap<>();
  private final Map<String, Double> rates = new HashMap<>();

  Comparison(Plan plan, List<Contender> contenders, PrintStream progress) {
    this.plan = plan;
    this.contenders = List.copyOf(contenders);
    this.progress = progress;
  }

  /**
   * What was measured: the cells in the order of the tables, and what they must not be taken for.
   */
  record Measured(Map<Slice.Cell, Stats> cells, List<Row.OfMemory> memory, List<String> notes) {}

  Measured measure() throws IOException {
    try (var generator = new LoadGenerator()) {
      for (var workload : plan.workloads()) {
        for (var contender : contenders) {
          contender.prepare(workload);
          warmUp(generator, workload, contender);
        }
      }
      warmUpCompilers(generator);
      measureRounds(generator);
      var memory = measureMemory(generator);
      noteFailures();
      return new Measured(cells, memory, notes);
    }
  }

  /** Measures as many rounds as the plan has, or as there is time for: whole ones, to be fair. */
  private void measureRounds(LoadGenerator generator) throws IOException {
    var names = contenders.stream().map(Contender::name).toList();
    var schedule = Schedule.of(plan.rounds(), plan.workloads(), Plan.loads(), names);
    var duration = plan.slice(schedule.size());
    long began = System.nanoTime();
    int done = 0;
    for (var round : Schedule.rounds(schedule)) {
      long spent = System.nanoTime() - began;
      if (done > 0 && spent + spent / done > plan.limit().toNanos()) {
        notes.add("rounds: %d of %d, there was no time for more".formatted(done, plan.rounds()));
        return;
      }
      for (var slice : round) {
        measure(generator, slice, duration);
      }
      done++;
      progress.println("round " + done + " of " + plan.rounds() + " is done");
      progress.flush();
    }
  }

  private void warmUp(LoadGenerator generator, Workload workload, Contender contender) {
    var stats = generator.closedLoop(() -> contender.call(workload), HELD_CALLS, plan.warmUp());
    if (contender.name().equals(ContenderNames.PLAIN)) {
      var alone = generator.closedLoop(() -> contender.call(workload), 1, plan.warmUp());
      rates.put(
          workload.name(),
          Math.clamp(alone.callsPerSecond() * OPEN_SHARE, LEAST_PER_S, MOST_PER_S));
    }
    stats
        .firstFailure()
        .ifPresent(failure ->
            notes.add(contender.name() + ", " + workload.description() + ": " + failure));
  }

  /** What is compiled does not depend on the plugin, so the plainest is enough. */
  private void warmUpCompilers(LoadGenerator generator) {
    var workload = plan.workloads().getFirst();
    for (var contender : contenders) {
      var duration = plan.compilers(contender);
      if (duration.isPositive()) {
        progress.println(
            contender.name() + ": called for " + duration.toMillis() + " ms to warm up");
        progress.flush();
        var _ = generator.closedLoop(() -> contender.call(workload), WARMING_CALLS, duration);
      }
    }
  }

  private void measure(LoadGenerator generator, Slice slice, Duration duration) throws IOException {
    var contender = named(slice.contender());
    Caller.Call call = () -> contender.call(slice.workload());
    var before = contender.cpuTime();
    var stats =
        switch (slice.load()) {
          case Load.Closed(int inFlight) -> generator.closedLoop(call, inFlight, duration);
          case Load.Open _ ->
              generator.openLoop(
                  call, rates.getOrDefault(slice.workload().name(), LEAST_PER_S), duration);
        };
    stats.addCpuTime(contender.cpuTime().since(before));
    cells.computeIfAbsent(slice.cell(), _ -> new Stats()).add(stats);
  }

  private Contender named(String name) {
    return contenders.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  /** Looks at a contender at rest, then beside calls that wait. */
  private List<Row.OfMemory> measureMemory(LoadGenerator generator) throws IOException {
    var held = Workloads.waiting("held", plan.held());
    var rows = new ArrayList<Row.OfMemory>();
    for (var contender : contenders) {
      contender.prepare(held);
      contender.call(held);
      var before = contender.memory();
      var running = generator.start(() -> contender.call(held), HELD_CALLS);
      // Most of the time that the hooks wait is left for all of them to start.
      Pause.of(plan.held().multipliedBy(9).dividedBy(10));
      var during = contender.memory();
      running.forEach(LoadGenerator::await);
      long perCall = Math.max(0, (during.others() - before.others()) / HELD_CALLS);
      rows.add(new Row.OfMemory(contender.name(), before, perCall));
    }
    return rows;
  }

  private void noteFailures() {
    cells.forEach((cell, stats) ->
        stats
            .firstFailure()
            .ifPresent(failure ->
                notes.add(
                    "%s, %s, %s: %d calls failed: %s"
                        .formatted(
                            cell.contender(),
                            cell.workload(),
                            cell.load().label(),
                            stats.failures(),
                            failure))));
  }
}
