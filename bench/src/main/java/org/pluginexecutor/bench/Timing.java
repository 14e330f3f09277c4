// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench;

import java.util.ArrayList;
import java.util.List;

/** Measures how long things take. Stateless. */
final class Timing {
  private static final double NANOS_PER_MS = 1e6;

  private Timing() {}

  /** Something to measure. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  static double millis(Action action) throws Exception {
    long began = System.nanoTime();
    action.run();
    return millisSince(began);
  }

  static double millisSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / NANOS_PER_MS;
  }

  /** Does something several times and measures each. */
  static List<Double> millis(int times, Action action) throws Exception {
    var values = new ArrayList<Double>();
    for (int i = 0; i < times; i++) {
      values.add(millis(action));
    }
    return values;
  }
}
