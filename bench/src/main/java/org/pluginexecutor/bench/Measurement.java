// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench;

import java.util.List;
import java.util.Optional;

/**
 * What was measured of one thing, one value per repetition. Immutable.
 *
 * @param section the part of the benchmark
 * @param name what was measured
 * @param unit of the values
 * @param values in the order in which they were measured; at least one
 * @param promise what the median must not exceed, in the same unit; absent: nothing is promised
 */
record Measurement(
    String section, String name, String unit, List<Double> values, Optional<Double> promise) {
  Measurement {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("values: none (expected: at least one)");
    }
  }

  double median() {
    return percentile(50);
  }

  /** The smallest value that so many percent of all are not above. */
  double percentile(int percent) {
    var sorted = values.stream().sorted().toList();
    int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
    return sorted.get(Math.max(1, rank) - 1);
  }

  double max() {
    return percentile(100);
  }

  double min() {
    return values.stream().min(Double::compare).orElseThrow();
  }

  /** Whether the median keeps what is promised; absent: nothing is. */
  Optional<Boolean> isKept() {
    return promise.map(limit -> median() <= limit);
  }
}
