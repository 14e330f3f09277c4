// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.nio.file.Path;

/** Where a server keeps its data when nobody says where. Stateless. */
final class DataDirectories {
  private DataDirectories() {}

  static Path byDefault(Terminal terminal) {
    String named = terminal.environment().getOrDefault("XDG_DATA_HOME", "");
    // The XDG rules: a path that is not absolute does not count.
    Path base =
        named.startsWith("/")
            ? Path.of(named)
            : Path.of(System.getProperty("user.home"), ".local", "share");
    return base.resolve(Cli.NAME);
  }
}
