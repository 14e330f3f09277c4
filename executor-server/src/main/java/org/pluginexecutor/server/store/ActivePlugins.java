// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells which plugins are active without a look at all of them for each one that is listed. Keeps
 * the answer for the state that was asked about last. Thread-safe.
 */
final class ActivePlugins {
  private volatile @Nullable Known known;

  /** Active digests by plugin, in one state. */
  private record Known(CatalogState state, Map<String, String> digests) {}

  // States are replaced whole, so that the same object says the same for ever.
  @SuppressWarnings("ReferenceEquality")
  boolean contains(CatalogState state, StoredPlugin plugin) {
    var last = known;
    if (last == null || last.state() != state) {
      last = new Known(state, state.activeDigests());
      known = last;
    }
    return plugin.digest().equals(last.digests().get(plugin.key()));
  }
}
