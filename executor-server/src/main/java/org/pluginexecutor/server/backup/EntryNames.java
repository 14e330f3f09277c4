// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.backup;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pluginexecutor.server.telemetry.VisibleText;

/**
 * The names of a backup's entries so far, which have to stay names of different files below one
 * directory. Confined to one thread.
 */
final class EntryNames {
  private static final int SHOWN_LENGTH = 80;

  private static final Pattern NAME =
      Pattern.compile(
          "(?!\\.{1,2}(/|$))[A-Za-z0-9._-]{1,255}(/(?!\\.{1,2}$)[A-Za-z0-9._-]{1,255})?");

  private final List<String> names = new ArrayList<>();
  private final Set<String> files = new HashSet<>();
  private final Set<String> directories = new HashSet<>();

  /** Adds a name, or says why it cannot be one. */
  Optional<String> add(String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.of(
          "entry: "
              + VisibleText.of(name, SHOWN_LENGTH)
              + " (expected: one or two parts of A-Z a-z 0-9 . _ - joined by /, each at most 255"
              + " long and none of them . or ..)");
    }
    int slash = name.indexOf('/');
    var directory = slash < 0 ? "" : name.substring(0, slash);
    if (files.contains(directory) || directories.contains(name) || !files.add(name)) {
      return Optional.of(
          "entry: "
              + VisibleText.of(name, SHOWN_LENGTH)
              + " (expected: another name than that of a file or directory before it)");
    }
    if (names.size() == BackupFormat.MAX_ENTRIES) {
      return Optional.of(
          "more entries than expected (expected: at most " + BackupFormat.MAX_ENTRIES + ")");
    }
    directories.add(directory);
    names.add(name);
    return Optional.empty();
  }

  /** All of them, in their order. */
  List<String> names() {
    return List.copyOf(names);
  }
}
