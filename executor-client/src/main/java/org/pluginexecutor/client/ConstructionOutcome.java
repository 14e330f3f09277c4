// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.util.List;

/**
 * What became of constructing a plugin. Immutable. Every way in which it can fail is one of {@link
 * Outcome} as well.
 */
public sealed interface ConstructionOutcome
    permits ConstructionOutcome.Constructed,
        Outcome.LoadFailed,
        Outcome.TimedOut,
        Outcome.Killed,
        Outcome.Exited,
        Outcome.Unrecognized {
  /**
   * The constructor returned: the plugin takes the configuration.
   *
   * @param hooks the hooks of the plugin's type that the constructed object has
   */
  record Constructed(List<String> hooks) implements ConstructionOutcome {
    /** Copies the names. */
    public Constructed {
      hooks = List.copyOf(hooks);
    }
  }
}
