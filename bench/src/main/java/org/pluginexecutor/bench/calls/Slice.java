// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

/**
 * One contender, measured for a short while. Immutable.
 *
 * @param contender its name
 */
record Slice(int round, Workload workload, Load load, String contender) {
  /** What its numbers are added to, over all rounds. */
  Cell cell() {
    return new Cell(workload.name(), contender, load);
  }

  /** Slices that differ in nothing but the round. */
  record Cell(String workload, String contender, Load load) {}
}
