// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured. Immutable.
 *
 * @param rounds how often each contender has its turn at most
 * @param measured how long all turns together are meant to be
 * @param limit how long they may be: where calls take long, there are fewer rounds
 * @param warmUp how long each contender calls each plugin before that
 * @param compilers how long the product is called besides, until its server has been compiled
 * @param held how long the calls take beside which memory is looked at
 */
record Plan(
    List<Workload> workloads,
    int rounds,
    Duration measured,
    Duration limit,
    Duration warmUp,
    Duration compilers,
    Duration held) {
  /** Callers at once; with one, the latency of a call is that of a machine at rest. */
  static final List<Integer> IN_FLIGHT = List.of(1, 8, 32);

  Plan {
    workloads = List.copyOf(workloads);
  }

  /** At most a minute: the product at its best, with two plugins. */
  static Plan quick() {
    return new Plan(
        List.of(Workloads.bare(), Workloads.mfa()),
        2,
        Duration.ofSeconds(14),
        Duration.ofSeconds(24),
        Duration.ofMillis(400),
        Duration.ofSeconds(14),
        Duration.ofSeconds(1));
  }

  /** At most twenty minutes: everything. */
  static Plan full() {
    return new Plan(
        Workloads.all(),
        3,
        Duration.ofMinutes(11),
        Duration.ofMinutes(14),
        Duration.ofMillis(1_500),
        Duration.ofSeconds(10),
        Duration.ofSeconds(2));
  }

  Plan with(List<Workload> others) {
    return new Plan(others, rounds, measured, limit, warmUp, compilers, held);
  }

  /** The same in more or less time. */
  Plan lasting(Duration time) {
    var limit = time.multipliedBy(5).dividedBy(4);
    return new Plan(workloads, rounds, time, limit, warmUp, compilers, held);
  }

  static List<Load> loads() {
    return List.of(new Load.Closed(1), new Load.Closed(8), new Load.Closed(32), new Load.Open());
  }

  /** How long a contender is called until it has been compiled. */
  Duration compilers(Contender contender) {
    return Duration.ofNanos(Math.round(compilers.toNanos() * contender.compilerShare()));
  }

  /** How long a slice may be, for all of them to have room. */
  Duration slice(int slices) {
    return measured.dividedBy(Math.max(1, slices));
  }
}
