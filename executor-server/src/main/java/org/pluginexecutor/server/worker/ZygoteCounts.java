// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

/**
 * How many zygotes there are, and what became of former ones. Immutable.
 *
 * @param alive those that listen
 * @param waitingWorkers workers that stand ready
 * @param replacements how many were worn and got a successor
 * @param failures how many did not come up, died or could not fork
 */
public record ZygoteCounts(int alive, int waitingWorkers, long replacements, long failures) {
  /** Of who has no zygotes. */
  static final ZygoteCounts NONE = new ZygoteCounts(0, 0, 0, 0);
}
