// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import org.pluginexecutor.server.config.IsolationLevel;

/**
 * A level that was tried and cannot be had, for the operator. Immutable.
 *
 * @param problem the layer that is missing and why, or the walls that gave way
 * @param remedy what to do about it; empty: not known
 */
public record MissingLevel(IsolationLevel level, String problem, String remedy) {

  /** Both in one sentence, behind the level. */
  String sentence() {
    return level.label() + ": " + problem + (remedy.isEmpty() ? "" : "; " + remedy);
  }
}
