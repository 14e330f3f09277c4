// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the files of a plugin that is being written. Stateless. */
final class AuthorFiles {
  private AuthorFiles() {}

  /** The directory of a plugin, without links and dots. */
  static Path plugin(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new CliException(
          ExitCode.MISSING, directory + ": no such directory (expected: that of a plugin)");
    }
    if (!Files.exists(directory.resolve("MANIFEST"))) {
      throw new CliException(
          ExitCode.DATA, directory + ": no plugin, MANIFEST is missing (expected: a plugin)");
    }
    try {
      return directory.toRealPath();
    } catch (IOException e) {
      throw new CliException(ExitCode.MISSING, directory + ": cannot be read (" + e + ")", e);
    }
  }
}
