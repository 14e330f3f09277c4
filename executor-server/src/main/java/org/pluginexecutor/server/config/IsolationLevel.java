// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.util.Locale;

/** Which walls stand around a worker, the fewest first. Immutable. */
public enum IsolationLevel {
  /** A process of its own, but no kernel sandbox. */
  NONE,
  /** What needs no namespaces: Landlock, seccomp, resource limits, no new processes. */
  PORTABLE,
  /** Everything: a private root and namespaces besides. */
  FULL;

  /** What it is called in settings, logs and the shim's protocol. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it has at least the walls of the other one. */
  public boolean isAtLeast(IsolationLevel other) {
    return compareTo(other) >= 0;
  }
}
