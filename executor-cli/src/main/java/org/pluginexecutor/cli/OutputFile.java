// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes a file that is complete or not there: aside first, then renamed. Stateless. */
final class OutputFile {
  private OutputFile() {}

  /** What is written. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file.
   *
   * @param force whether a file that is there is overwritten
   */
  static void write(Path to, boolean force, Content content) {
    Path aside = to.resolveSibling("." + to.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      if (!force && Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(to.toString());
      }
      try {
        try (OutputStream out = Files.newOutputStream(aside, StandardOpenOption.CREATE_NEW)) {
          content.writeTo(out);
        }
        if (force) {
          Files.move(aside, to, StandardCopyOption.REPLACE_EXISTING);
        } else {
          Files.move(aside, to);
        }
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (FileAlreadyExistsException e) {
      throw new CliException(ExitCode.OUTPUT, to + ": is there already; --force overwrites it", e);
    } catch (IOException e) {
      throw new CliException(ExitCode.OUTPUT, to + ": cannot be written (" + e + ")", e);
    }
  }
}
