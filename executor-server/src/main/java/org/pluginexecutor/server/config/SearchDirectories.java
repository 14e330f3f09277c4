// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Where to look for Pythons that nobody named: the search path, then the installations that pyenv
 * keeps for the user. Stateless.
 */
final class SearchDirectories {
  private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

  private SearchDirectories() {}

  /** The directories, best first, for a process with this environment. */
  static List<Path> of(Map<String, String> environment) {
    var directories = new ArrayList<Path>();
    for (var directory : environment.getOrDefault("PATH", DEFAULT_PATH).split(":", -1)) {
      directories.add(Path.of(directory.isEmpty() ? "." : directory));
    }
    var home = environment.getOrDefault("HOME", "/nonexistent");
    directories.addAll(
        pyenvVersions(Path.of(environment.getOrDefault("PYENV_ROOT", home + "/.pyenv"))));
    return directories;
  }

  private static List<Path> pyenvVersions(Path root) {
    var directories = new ArrayList<Path>();
    try (var versions = Files.newDirectoryStream(root.resolve("versions"))) {
      versions.forEach(version -> directories.add(version.resolve("bin")));
    } catch (IOException | DirectoryIteratorException _) {
      // No pyenv, or not ours to read.
      return List.of();
    }
    directories.sort(Comparator.reverseOrder());
    return directories;
  }
}
