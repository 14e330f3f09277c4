// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a configuration is made of. Immutable.
 *
 * @param dataDirectory where data is kept when nobody says where
 * @param file the one file that is read; absent: none
 * @param environment of the process; variables of other programs are left alone
 * @param flags what the command line has, each with its texts
 */
public record ConfigSources(
    Path dataDirectory,
    Optional<Path> file,
    Map<String, String> environment,
    Map<ConfigKey<?>, List<String>> flags) {
  public ConfigSources {
    environment = Map.copyOf(environment);
    flags = new LinkedHashMap<>(flags);
  }

  /** Flags alone. */
  public static ConfigSources ofFlags(Map<ConfigKey<?>, List<String>> flags) {
    return new ConfigSources(Path.of(""), Optional.empty(), Map.of(), flags);
  }
}
