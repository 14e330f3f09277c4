// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes rows of what was measured. Stateless. */
final class Rows {
  private Rows() {}

  /** One for each plugin and contender, in the order in which they were first measured. */
  static List<Row> of(Map<Slice.Cell, Stats> cells) {
    var groups = new LinkedHashMap<List<String>, Map<Load, Stats>>();
    cells.forEach((cell, stats) ->
        groups
            .computeIfAbsent(List.of(cell.workload(), cell.contender()), _ -> new LinkedHashMap<>())
            .put(cell.load(), stats));
    var rows = new ArrayList<Row>();
    groups.forEach((key, loads) -> rows.add(row(key.get(0), key.get(1), loads)));
    return rows;
  }

  private static Row row(String workload, String contender, Map<Load, Stats> loads) {
    var rates = new LinkedHashMap<Integer, Double>();
    var all = new Stats();
    loads.forEach((load, stats) -> {
      all.add(stats);
      if (load instanceof Load.Closed(int inFlight)) {
        rates.put(inFlight, stats.callsPerSecond());
      }
    });
    return new Row(
        workload,
        contender,
        loads.getOrDefault(new Load.Closed(1), new Stats()).latency(),
        rates,
        loads.getOrDefault(new Load.Open(), new Stats()).latency(),
        all.cpuTime().perCall(all.answered()),
        all.answered(),
        all.failures());
  }
}
