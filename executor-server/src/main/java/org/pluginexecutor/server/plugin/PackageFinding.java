// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.util.Optional;

/**
 * Something that a check of a package found. Immutable.
 *
 * @param severity whether the package is refused for it
 * @param file the file it is in, as the package names it and made harmless to show; empty: the
 *     package as a whole
 * @param key the MANIFEST's key it is about; empty: none
 * @param position where in the file, if there is a place
 * @param message what was found and what is expected: {@code found (expected: rule)}
 */
public record PackageFinding(
    Severity severity, String file, String key, Optional<Position> position, String message) {

  /** Whether a package is refused for a finding. */
  public enum Severity {
    ERROR,
    WARNING
  }

  /**
   * A place in a text file.
   *
   * @param line from 1
   * @param column from 1, in characters
   */
  public record Position(int line, int column) {
    @Override
    public String toString() {
      return line + ":" + column;
    }
  }

  /**
   * The field's path in an API error: {@code MANIFEST.version}, {@code main.py}, {@code archive}.
   */
  public String field() {
    return (file.isEmpty() ? "archive" : file) + (key.isEmpty() ? "" : "." + key);
  }

  /** The message with its place in front: {@code line 3, column 10: "beta" (expected: ...)}. */
  String placedMessage() {
    return position.map(p -> "line " + p.line() + ", column " + p.column() + ": ").orElse("")
        + message;
  }

  /** One line for people: {@code MANIFEST:3:10: version: "beta" (expected: ...)}. */
  @Override
  public String toString() {
    return (file.isEmpty() ? "package" : file)
        + position.map(p -> ":" + p).orElse("")
        + ": "
        + (key.isEmpty() ? "" : key + ": ")
        + message;
  }
}
