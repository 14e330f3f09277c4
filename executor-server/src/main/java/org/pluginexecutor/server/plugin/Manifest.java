// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.util.Optional;

/**
 * The MANIFEST of a package, by contract 1.2. Immutable.
 *
 * @param name identifier of the plugin
 * @param version text that begins with a digit, as written
 * @param api version of the plugin API that the plugin asks for
 * @param entryPoint the Python file to load; absent for packages written for Python 2
 */
public record Manifest(
    PluginType type,
    String name,
    String version,
    String description,
    String api,
    Optional<String> entryPoint) {

  /** Type, name and version, as they stand in messages. */
  public String id() {
    return key() + "/" + version;
  }

  /** Type and name, under which versions stand side by side. */
  public String key() {
    return type.manifestName() + "/" + name;
  }

  /** Whether the version sorts before that of another manifest. */
  public boolean isOlderThan(Manifest other) {
    return VersionOrder.INSTANCE.compare(version, other.version) < 0;
  }
}
