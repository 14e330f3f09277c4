// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.telemetry;

import java.util.Locale;

/**
 * The parts of a hook call that have a span of their own; docs/OPERATIONS.md lists them. Immutable.
 */
public enum CallStep {
  /** From the arrival until it had a slot. */
  QUEUE,
  /** From the slot until its worker was ready. */
  START,
  /** From the ready worker until its processes were dead. */
  RUN,
  /** Within the run: importing main.py. */
  LOAD,
  /** Within the run: the constructor. */
  CONSTRUCT,
  /** Within the run: the hook itself. */
  HOOK;

  /** Whether it is a part of the run. */
  public boolean isInRun() {
    return switch (this) {
      case QUEUE, START, RUN -> false;
      case LOAD, CONSTRUCT, HOOK -> true;
    };
  }

  /** The name of its span. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
