// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.util.Map;
import org.pluginexecutor.server.config.ServerConfig;

/**
 * A valid configuration, and who said what of it. Immutable.
 *
 * @param config what the server is started with
 * @param origins of the keys for which somebody gave a value
 */
public record EffectiveConfig(ServerConfig config, Map<ConfigKey<?>, Origin> origins) {
  public EffectiveConfig {
    origins = Map.copyOf(origins);
  }

  /** Where the value of a key comes from. */
  public Origin origin(ConfigKey<?> key) {
    return origins.getOrDefault(key, new Origin.Default());
  }

  /** Every key with its value and its origin, as a file that could be read again. */
  public String tree() {
    return ConfigTree.text(this);
  }
}
