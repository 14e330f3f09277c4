// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks a checked archive into an empty directory. Sizes and checksums of all entries are held
 * against what comes out before the first file is made, and again while it is written, so that
 * nothing is written of an archive that lies. Confined to one thread.
 */
final class ZipExtractor implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;

  private final ByteBuffer zip;
  private final Path target;
  private final Inflater inflater = new Inflater(true);
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

  ZipExtractor(ByteBuffer zip, Path target) {
    this.zip = zip;
    this.target = target;
  }

  /**
   * Unpacks every entry.
   *
   * @throws ArchiveException if an entry is not what its header says
   * @throws IOException if the disk fails
   */
  void extract(ZipIndex index) throws ArchiveException, IOException {
    for (var entry : index.entries()) {
      // Inflating twice costs little beside making the file.
      read(entry, _ -> {});
    }
    // Most files lie beside another one, and asking the disk each time takes long.
    var made = new HashSet<Path>();
    for (var entry : index.entries()) {
      var path = target.resolve(entry.name());
      var parent = entry.directory() ? path : path.getParent();
      if (made.add(parent)) {
        Files.createDirectories(parent);
      }
      if (!entry.directory()) {
        extract(entry, path);
      }
    }
  }

  private void extract(ArchiveEntry entry, Path path) throws ArchiveException, IOException {
    try (var file =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      read(
          entry,
          bytes -> {
            while (bytes.hasRemaining()) {
              file.write(bytes);
            }
          });
    }
  }

  /** Takes the content of an entry piece by piece. */
  private interface Sink {
    void take(ByteBuffer bytes) throws IOException;
  }

  private void read(ArchiveEntry entry, Sink sink) throws ArchiveException, IOException {
    var data = zip.slice((int) entry.dataOffset(), (int) entry.compressedBytes());
    var crc = new CRC32();
    long size =
        entry.method() == ArchiveEntry.STORED
            ? copy(data, sink, crc)
            : inflate(entry, data, sink, crc);
    if (size != entry.size() || crc.getValue() != entry.crc32()) {
      throw ArchiveException.of(
          entry.name(),
          "content with another size or checksum",
          entry.size() + " B with CRC-32 " + Long.toHexString(entry.crc32()));
    }
  }

  private static long copy(ByteBuffer data, Sink sink, CRC32 crc) throws IOException {
    crc.update(data.duplicate());
    long size = data.remaining();
    sink.take(data);
    return size;
  }

  private long inflate(ArchiveEntry entry, ByteBuffer data, Sink sink, CRC32 crc)
      throws ArchiveException, IOException {
    inflater.reset();
    inflater.setInput(data);
    long size = 0;
    try {
      while (!inflater.finished()) {
        buffer.clear();
        int n = inflater.inflate(buffer);
        size += n;
        if (n == 0 && !inflater.finished()) {
          throw ArchiveException.of(
              entry.name(), "compressed data that end too soon", "all of them");
        }
        if (size > entry.size()) {
          throw ArchiveException.of(
              entry.name(), "more content than its header says", entry.size() + " B");
        }
        buffer.flip();
        crc.update(buffer.duplicate());
        sink.take(buffer);
      }
    } catch (DataFormatException e) {
      throw ArchiveException.of(entry.name(), "damaged compressed data", "intact ones");
    }
    if (inflater.getRemaining() != 0) {
      throw ArchiveException.of(entry.name(), "data behind the end of its content", "none");
    }
    return size;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
