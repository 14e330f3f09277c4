// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The order in which slices are measured. All contenders follow each other closely with the same
 * plugin and load, and each round begins with another one, so that whatever else the machine does
 * meets all of them alike. Stateless.
 */
final class Schedule {
  private Schedule() {}

  static List<Slice> of(
      int rounds, List<Workload> workloads, List<Load> loads, List<String> contenders) {
    var slices = new ArrayList<Slice>();
    for (int round = 0; round < rounds; round++) {
      for (var workload : workloads) {
        for (var load : loads) {
          for (int i = 0; i < contenders.size(); i++) {
            var contender = contenders.get((i + round) % contenders.size());
            slices.add(new Slice(round, workload, load, contender));
          }
        }
      }
    }
    return List.copyOf(slices);
  }

  /** The slices of each round. */
  static List<List<Slice>> rounds(List<Slice> slices) {
    var rounds = new TreeMap<Integer, List<Slice>>();
    for (var slice : slices) {
      rounds.computeIfAbsent(slice.round(), _ -> new ArrayList<>()).add(slice);
    }
    return List.copyOf(rounds.values());
  }
}
