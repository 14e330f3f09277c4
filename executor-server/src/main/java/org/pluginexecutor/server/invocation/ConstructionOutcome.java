// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.util.List;

/** What became of constructing a plugin whose code may have run. Immutable. */
public sealed interface ConstructionOutcome
    permits ConstructionOutcome.Constructed, Outcome.EndedEarly {

  /**
   * The constructor returned.
   *
   * @param hooks those hooks of the plugin's type that the object has
   */
  record Constructed(List<String> hooks) implements ConstructionOutcome {
    @Override
    public String label() {
      return "constructed";
    }
  }

  /** The outcome's name in logs. */
  String label();
}
