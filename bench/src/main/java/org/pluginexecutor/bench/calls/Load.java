// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

/** How calls arrive. Immutable. */
sealed interface Load {
  /** What it is called in what is written. */
  String label();

  /**
   * So many callers, each of which calls again as soon as it has its answer.
   *
   * @param inFlight how many
   */
  record Closed(int inFlight) implements Load {
    @Override
    public String label() {
      return inFlight + " in flight";
    }
  }

  /** Calls that come at a rate, whether or not the former ones have been answered. */
  record Open() implements Load {
    @Override
    public String label() {
      return "open loop";
    }
  }
}
