// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/** Makes directories that nobody is to change any more. Stateless. */
public final class ReadOnlyTree {
  private ReadOnlyTree() {}

  /**
   * Takes away the right to write from everything below a directory, and any other right but to
   * read.
   */
  public static void make(Path tree) throws IOException {
    try (var paths = Files.walk(tree)) {
      // Deepest first: a directory is closed only when nothing more is done in it.
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.setPosixFilePermissions(
            path,
            PosixFilePermissions.fromString(Files.isDirectory(path) ? "r-xr-xr-x" : "r--r--r--"));
      }
    }
  }
}
