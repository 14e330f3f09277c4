// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * Which files of a plugin's directory stay out of its package: the file {@value #NAME} in its root,
 * one pattern a line. A pattern without a slash is matched against every name, one with a slash
 * against the path from the root; {@code *} and {@code ?} do not cross a slash, {@code **} does. A
 * directory that matches stays out with all that is in it. Empty lines and lines that begin with
 * {@code #} mean nothing. Immutable.
 */
final class IgnoreFile {
  static final String NAME = ".pluginignore";

  private final List<PathMatcher> names;
  private final List<PathMatcher> paths;

  private IgnoreFile(List<PathMatcher> names, List<PathMatcher> paths) {
    this.names = names;
    this.paths = paths;
  }

  /** Reads the file of a directory; without one nothing is ignored. */
  static IgnoreFile of(Path directory) throws IOException {
    var names = new ArrayList<PathMatcher>();
    var paths = new ArrayList<PathMatcher>();
    var file = directory.resolve(NAME);
    if (!Files.exists(file)) {
      return new IgnoreFile(List.of(), List.of());
    }
    int number = 0;
    for (var line : Files.readAllLines(file)) {
      number++;
      var pattern = line.strip();
      if (pattern.isEmpty() || pattern.startsWith("#")) {
        continue;
      }
      if (pattern.endsWith("/")) {
        pattern = pattern.substring(0, pattern.length() - 1);
      }
      boolean isPath = pattern.contains("/");
      var matcher = matcher(pattern.startsWith("/") ? pattern.substring(1) : pattern, file, number);
      (isPath ? paths : names).add(matcher);
    }
    return new IgnoreFile(List.copyOf(names), List.copyOf(paths));
  }

  /** Whether a file or directory stays out. */
  boolean matches(String pathFromRoot) {
    var path = Path.of(pathFromRoot);
    return paths.stream().anyMatch(pattern -> pattern.matches(path))
        || names.stream().anyMatch(pattern -> pattern.matches(path.getFileName()));
  }

  private static PathMatcher matcher(String pattern, Path file, int number) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    } catch (PatternSyntaxException e) {
      throw new CliException(
          ExitCode.DATA, file + ", line " + number + ": not a pattern: " + e.getDescription(), e);
    }
  }
}
