// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.backup;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import org.pluginexecutor.server.error.ExecutorError.InvalidBackup;
import org.pluginexecutor.server.error.ExecutorException;

/** Makes files of the entries of a backup, of which it trusts nothing. Confined to one thread. */
final class EntryUnpacker {
  private static final int BUFFER_BYTES = 64 << 10;

  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final DataInputStream body;
  private final Path into;
  private final EntryNames names = new EntryNames();
  private final byte[] buffer = new byte[BUFFER_BYTES];

  EntryUnpacker(DataInputStream body, Path into) {
    this.body = body;
    this.into = into;
  }

  /** Reads up to the end marker. */
  Backup unpack(boolean encrypted) throws IOException {
    var createTime = readTime();
    int nameLength = body.readUnsignedShort();
    while (nameLength != BackupFormat.END) {
      unpackEntry(nameLength);
      nameLength = body.readUnsignedShort();
    }
    return new Backup(createTime, encrypted, names.names());
  }

  static ExecutorException invalid(String found) {
    return new ExecutorException(new InvalidBackup(found));
  }

  private Instant readTime() throws IOException {
    long seconds = body.readLong();
    int nanos = body.readInt();
    try {
      return Instant.ofEpochSecond(seconds, nanos);
    } catch (DateTimeException | ArithmeticException _) {
      throw invalid("made at no time at all (expected: a time of creation)");
    }
  }

  private void unpackEntry(int nameLength) throws IOException {
    if (nameLength > BackupFormat.MAX_NAME_BYTES) {
      throw invalid(
          "name of " + nameLength + " B (expected: at most " + BackupFormat.MAX_NAME_BYTES + " B)");
    }
    var nameBytes = new byte[nameLength];
    body.readFully(nameBytes);
    var name = new String(nameBytes, StandardCharsets.ISO_8859_1);
    var problem = names.add(name);
    if (problem.isPresent()) {
      throw invalid(problem.get());
    }
    long size = body.readLong();
    if (size < 0 || size > BackupFormat.MAX_ENTRY_BYTES) {
      throw invalid(
          "entry: "
              + name
              + ": "
              + Long.toUnsignedString(size)
              + " B (expected: at most "
              + BackupFormat.MAX_ENTRY_BYTES
              + " B)");
    }
    unpackContent(name, size);
  }

  private void unpackContent(String name, long size) throws IOException {
    int slash = name.indexOf('/');
    if (slash > 0) {
      var directory = into.resolve(name.substring(0, slash));
      if (!Files.exists(directory)) {
        Files.createDirectory(directory, PRIVATE_DIRECTORY);
      }
    }
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = Files.newByteChannel(into.resolve(name), options, PRIVATE_FILE);
        var out = Channels.newOutputStream(channel)) {
      long rest = size;
      while (rest > 0) {
        int read = body.read(buffer, 0, (int) Math.min(buffer.length, rest));
        if (read < 0) {
          throw new EOFException();
        }
        out.write(buffer, 0, read);
        rest -= read;
      }
    }
  }
}
