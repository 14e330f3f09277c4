// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.testing;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;

/**
 * Which files of a plugin's directory stay out of its package, as the command line reads it: one
 * pattern a line, one without a slash for every name, one with a slash for the path from the root.
 * A directory that matches stays out with all that is in it. Immutable.
 */
final class IgnoreFile {
  static final String NAME = ".pluginignore";

  private final List<PathMatcher> names = new ArrayList<>();
  private final List<PathMatcher> paths = new ArrayList<>();

  private IgnoreFile(List<String> lines) {
    for (String line : lines) {
      String pattern = line.strip();
      if (pattern.isEmpty() || pattern.startsWith("#")) {
        continue;
      }
      if (pattern.endsWith("/")) {
        pattern = pattern.substring(0, pattern.length() - 1);
      }
      boolean isPath = pattern.contains("/");
      String glob = "glob:" + (pattern.startsWith("/") ? pattern.substring(1) : pattern);
      (isPath ? paths : names).add(FileSystems.getDefault().getPathMatcher(glob));
    }
  }

  /** Reads the file of a directory; without one nothing is ignored. */
  static IgnoreFile of(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    return new IgnoreFile(Files.exists(file) ? Files.readAllLines(file) : List.of());
  }

  /** Whether a file stays out, by itself or by a directory that it is in. */
  boolean matches(Path fromRoot) {
    for (int parts = 1; parts <= fromRoot.getNameCount(); parts++) {
      Path path = fromRoot.subpath(0, parts);
      if (paths.stream().anyMatch(pattern -> pattern.matches(path))
          || names.stream().anyMatch(pattern -> pattern.matches(path.getFileName()))) {
        return true;
      }
    }
    return false;
  }
}
