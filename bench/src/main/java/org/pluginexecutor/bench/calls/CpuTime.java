// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

/**
 * Processor time, in milliseconds. Immutable.
 *
 * @param server of the server
 * @param starting of the processes that start hooks: zygotes, supervisors, launchers
 * @param workers of the processes in which hooks run
 */
record CpuTime(double server, double starting, double workers) {
  static final CpuTime NONE = new CpuTime(0, 0, 0);

  CpuTime plus(CpuTime other) {
    return new CpuTime(server + other.server, starting + other.starting, workers + other.workers);
  }

  /** What was used since; never negative, although a process that ended may be missing now. */
  CpuTime since(CpuTime earlier) {
    return new CpuTime(
        Math.max(0, server - earlier.server),
        Math.max(0, starting - earlier.starting),
        Math.max(0, workers - earlier.workers));
  }

  CpuTime perCall(long calls) {
    return calls == 0 ? NONE : new CpuTime(server / calls, starting / calls, workers / calls);
  }

  double total() {
    return server + starting + workers;
  }
}
