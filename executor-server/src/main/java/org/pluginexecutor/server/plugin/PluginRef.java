// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a caller names a plugin. Immutable.
 *
 * @param type needed only where plugins of two types share the name
 * @param version absent: the active version
 */
public record PluginRef(Optional<PluginType> type, String name, Optional<String> version) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,127}");
  private static final Pattern VERSION = Pattern.compile("[0-9][A-Za-z0-9.+~:_-]{0,127}");

  /**
   * Whether a text can be a plugin's name. Hyphens are for servers that allow them in packages; one
   * that does not has no such plugin.
   */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Whether a text can be a plugin's version. */
  public static boolean isVersion(String text) {
    return VERSION.matcher(text).matches();
  }

  /** Whether it can mean the package with this manifest. */
  public boolean matches(Manifest manifest) {
    return manifest.name().equals(name)
        && type.map(wanted -> wanted == manifest.type()).orElse(true)
        && version.map(manifest.version()::equals).orElse(true);
  }

  @Override
  public String toString() {
    return type.map(t -> t.manifestName() + "/").orElse("")
        + name
        + version.map(v -> "/" + v).orElse("");
  }
}
