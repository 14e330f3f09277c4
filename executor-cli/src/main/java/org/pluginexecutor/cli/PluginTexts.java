// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.util.Locale;
import org.pluginexecutor.client.Plugin;

/** How plugins are written for people. Stateless. */
final class PluginTexts {
  private PluginTexts() {}

  /** {@code type/name/version}. */
  static String id(Plugin plugin) {
    return type(plugin) + "/" + plugin.name() + "/" + plugin.version();
  }

  /** A word of the protocol in lower case. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** Whether the files are as they were uploaded, in words. */
  static String health(Plugin plugin) {
    return switch (plugin.health()) {
      case UNKNOWN -> "not looked at since the server started; see: plugin-executor plugin verify";
      case INTACT -> "as they were uploaded";
      case DAMAGED -> "DAMAGED: " + plugin.healthMessage();
    };
  }

  static String type(Plugin plugin) {
    return plugin.type().map(PluginNames::word).orElse("unknown");
  }
}
