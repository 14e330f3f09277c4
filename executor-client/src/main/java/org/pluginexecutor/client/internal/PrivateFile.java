// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.pluginexecutor.client.CallCancelledException;

/**
 * Writes a file that is complete or not there, and that only its owner may read: aside first, then
 * renamed. Stateless.
 */
final class PrivateFile {
  private PrivateFile() {}

  /** What is written. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  static void write(Path to, Content content) throws IOException {
    // Known now rather than after an hour; the rename looks again.
    if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(to.toString());
    }
    Path aside = to.resolveSibling("." + to.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      Files.createFile(aside, ownerOnly(to));
      try (OutputStream out = Files.newOutputStream(aside, StandardOpenOption.WRITE)) {
        content.writeTo(out);
      }
      flush(aside);
      Files.move(aside, to);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    boolean hasModes = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return hasModes
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Brings the content to the disk: a rename could get there first. */
  private static void flush(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (ClosedByInterruptException e) {
      throw new CallCancelledException("interrupted while the file was written", false, e);
    }
  }
}
