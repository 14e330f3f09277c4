// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one contender did with one plugin. Immutable.
 *
 * @param oneInFlight what a call took with no other beside it
 * @param callsPerSecond by the number of calls in flight
 * @param openLoop what a call took when calls came at a rate
 * @param cpuPerCall in milliseconds, over all loads
 * @param calls how many were answered, over all loads
 * @param failures calls that did not return what they should
 */
record Row(
    String workload,
    String contender,
    Latency oneInFlight,
    Map<Integer, Double> callsPerSecond,
    Latency openLoop,
    CpuTime cpuPerCall,
    long calls,
    long failures) {
  Row {
    callsPerSecond = new TreeMap<>(callsPerSecond);
  }

  /**
   * What one contender holds.
   *
   * @param atRest while no call is in flight
   * @param perCallBytes what each of several calls in flight adds (PSS)
   */
  record OfMemory(String contender, Memory atRest, long perCallBytes) {}
}
