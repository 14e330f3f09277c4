// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pluginexecutor.server.config.ArchiveLimits;

/**
 * What a zip holds, read from its central directory and held against its local headers. Two readers
 * of one zip must never see different files in it, so whatever could be read in two ways is
 * refused. Nothing is inflated here, and no byte is believed to be where another part says.
 * Immutable.
 */
final class ZipIndex {
  private static final long ZIP64_MARK = 0xffffffffL;
  private static final int ZIP64_ENTRIES_MARK = 0xffff;
  private static final int ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
  private static final int ZIP64_LOCATOR_BYTES = 20;

  private final List<ArchiveEntry> entries;

  private ZipIndex(List<ArchiveEntry> entries) {
    this.entries = List.copyOf(entries);
  }

  /** All entries, in the order of the central directory. */
  List<ArchiveEntry> entries() {
    return entries;
  }

  /**
   * Reads and checks the index.
   *
   * @param zip the whole file
   * @throws ArchiveException with every problem that was found
   */
  static ZipIndex read(ByteBuffer zip, ArchiveLimits limits) throws ArchiveException {
    return new Reader(zip.duplicate().order(ByteOrder.LITTLE_ENDIAN), limits).read();
  }

  /** One reading. */
  private static final class Reader {
    private final ByteBuffer zip;
    private final ArchiveLimits limits;
    private final List<ArchiveProblem> problems = new ArrayList<>();
    private final List<ArchiveEntry> entries = new ArrayList<>();
    private final List<Extent> extents = new ArrayList<>();
    private int centralOffset;

    Reader(ByteBuffer zip, ArchiveLimits limits) {
      this.zip = zip;
      this.limits = limits;
    }

    ZipIndex read() throws ArchiveException {
      int end = findEnd();
      int count = readEnd(end);
      int position = centralOffset;
      for (int i = 0; i < count; i++) {
        position = readEntry(position, end);
      }
      if (position != end) {
        throw broken("the central directory does not end where the end record says");
      }
      checkTotal();
      checkNames();
      checkOverlaps();
      if (!problems.isEmpty()) {
        throw new ArchiveException(problems);
      }
      return new ZipIndex(entries);
    }

    /** The end record is the last thing in the file; its comment says how long it is. */
    private int findEnd() throws ArchiveException {
      int last = zip.limit() - ZipLayout.END_BYTES;
      int first = Math.max(0, last - ZipLayout.MAX_COMMENT_BYTES);
      int found = -1;
      for (int at = last; at >= first; at--) {
        if (zip.getInt(at) == ZipLayout.END_SIGNATURE
            && at + ZipLayout.END_BYTES + u16(at + ZipLayout.END_COMMENT_LENGTH) == zip.limit()) {
          if (found >= 0) {
            throw broken("two end records, so that readers may see different files");
          }
          found = at;
        }
      }
      if (found < 0) {
        throw broken("not a zip file, or cut off: it has no end record");
      }
      return found;
    }

    private int readEnd(int end) throws ArchiveException {
      int count = u16(end + ZipLayout.END_ENTRIES);
      long size = u32(end + ZipLayout.END_CENTRAL_SIZE);
      long offset = u32(end + ZipLayout.END_CENTRAL_OFFSET);
      boolean hasLocator =
          end >= ZIP64_LOCATOR_BYTES
              && zip.getInt(end - ZIP64_LOCATOR_BYTES) == ZIP64_LOCATOR_SIGNATURE;
      if (count == ZIP64_ENTRIES_MARK || size == ZIP64_MARK || offset == ZIP64_MARK || hasLocator) {
        throw ArchiveException.of("", "a zip64 archive", "a plain zip");
      }
      if (u16(end + ZipLayout.END_DISK) != 0
          || u16(end + ZipLayout.END_CENTRAL_DISK) != 0
          || u16(end + ZipLayout.END_ENTRIES_ON_DISK) != count) {
        throw ArchiveException.of("", "a part of a split archive", "one whole zip");
      }
      if (count > limits.entries()) {
        throw ArchiveException.of("", count + " entries", "at most " + limits.entries());
      }
      if (offset + size != end) {
        throw broken("the central directory is not where the end record says");
      }
      centralOffset = (int) offset;
      return count;
    }

    /** Reads one entry of the central directory and returns where the next one begins. */
    private int readEntry(int at, int end) throws ArchiveException {
      if (at + ZipLayout.CENTRAL_BYTES > end || zip.getInt(at) != ZipLayout.CENTRAL_SIGNATURE) {
        throw broken("the central directory is damaged");
      }
      int nameLength = u16(at + ZipLayout.CENTRAL_NAME_LENGTH);
      int next =
          at
              + ZipLayout.CENTRAL_BYTES
              + nameLength
              + u16(at + ZipLayout.CENTRAL_EXTRA_LENGTH)
              + u16(at + ZipLayout.CENTRAL_COMMENT_LENGTH);
      if (next > end) {
        throw broken("the central directory is damaged");
      }
      var nameBytes = new byte[nameLength];
      zip.get(at + ZipLayout.CENTRAL_BYTES, nameBytes);
      var name = EntryNames.decode(nameBytes);
      if (name.isEmpty()) {
        problem(
            new String(nameBytes, java.nio.charset.StandardCharsets.ISO_8859_1),
            "a name that is not UTF-8",
            "UTF-8");
      } else {
        checkEntry(at, name.get(), nameBytes);
      }
      return next;
    }

    private void checkEntry(int at, String name, byte[] nameBytes) {
      if (nameBytes.length > limits.nameBytes()) {
        problem(name, nameBytes.length + " bytes of name", "at most " + limits.nameBytes());
        return;
      }
      EntryNames.problem(name, limits)
          .ifPresent(found ->
              problem(
                  name, found, "a relative path of at most " + limits.nameLevels() + " levels"));
      int flags = u16(at + ZipLayout.CENTRAL_FLAGS);
      int method = u16(at + ZipLayout.CENTRAL_METHOD);
      boolean directory = name.endsWith("/");
      checkFlags(name, flags, method);
      checkMode(name, at, directory);
      long compressed = u32(at + ZipLayout.CENTRAL_COMPRESSED_SIZE);
      long size = u32(at + ZipLayout.CENTRAL_SIZE);
      if (directory && size != 0) {
        problem(name, "a directory with content", "an empty one");
      }
      if (method == ArchiveEntry.STORED && compressed != size) {
        problem(name, "two sizes for content that is not compressed", "the same size twice");
      }
      long dataOffset = checkLocal(at, name, nameBytes);
      if (dataOffset >= 0) {
        entries.add(
            new ArchiveEntry(
                directory ? name.substring(0, name.length() - 1) : name,
                directory,
                method,
                u32(at + ZipLayout.CENTRAL_CRC),
                compressed,
                size,
                dataOffset));
      }
    }

    private void checkFlags(String name, int flags, int method) {
      int secret =
          ZipLayout.FLAG_ENCRYPTED
              | ZipLayout.FLAG_STRONG_ENCRYPTION
              | ZipLayout.FLAG_MASKED_HEADERS;
      if ((flags & secret) != 0) {
        problem(name, "encrypted", "no encryption");
      }
      if ((flags & ZipLayout.FLAG_PATCHED) != 0) {
        problem(name, "a patch of another file", "the file itself");
      }
      if (method != ArchiveEntry.STORED && method != ArchiveEntry.DEFLATED) {
        problem(name, "compression method " + method, "0 (stored) or 8 (deflated)");
      }
    }

    private void checkMode(String name, int at, boolean directory) {
      if (u16(at + ZipLayout.CENTRAL_MADE_BY) >>> 8 != ZipLayout.MADE_BY_UNIX) {
        return;
      }
      int mode = zip.getInt(at + ZipLayout.CENTRAL_EXTERNAL_ATTRIBUTES) >>> 16;
      int type = mode & ZipLayout.MODE_TYPE_MASK;
      int expected = directory ? ZipLayout.MODE_DIRECTORY : ZipLayout.MODE_REGULAR;
      if (type != 0 && type != expected) {
        problem(
            name,
            type == 0xa000 ? "a symbolic link" : "not a plain file or directory",
            "a file or a directory");
      }
    }

    /** Holds the local header against the central one; returns where the data begin, or -1. */
    private long checkLocal(int at, String name, byte[] nameBytes) {
      long offset = u32(at + ZipLayout.CENTRAL_LOCAL_OFFSET);
      long compressed = u32(at + ZipLayout.CENTRAL_COMPRESSED_SIZE);
      if (u16(at + ZipLayout.CENTRAL_DISK) != 0
          || offset + ZipLayout.LOCAL_BYTES > centralOffset
          || zip.getInt((int) offset) != ZipLayout.LOCAL_SIGNATURE) {
        problem(name, "no local header where the directory says", "one");
        return -1;
      }
      int local = (int) offset;
      int nameLength = u16(local + ZipLayout.LOCAL_NAME_LENGTH);
      long dataOffset =
          offset + ZipLayout.LOCAL_BYTES + nameLength + u16(local + ZipLayout.LOCAL_EXTRA_LENGTH);
      if (dataOffset + compressed > centralOffset) {
        problem(name, "content that reaches beyond the archive", "content within it");
        return -1;
      }
      extents.add(new Extent(name, offset, dataOffset + compressed));
      if (!sameName(local, nameLength, nameBytes) || !sameHeader(at, local)) {
        problem(name, "two headers that differ", "the same name, method and sizes in both");
        return -1;
      }
      return dataOffset;
    }

    private boolean sameName(int local, int nameLength, byte[] nameBytes) {
      var localName = new byte[nameLength];
      zip.get(local + ZipLayout.LOCAL_BYTES, localName);
      return java.util.Arrays.equals(localName, nameBytes);
    }

    private boolean sameHeader(int at, int local) {
      int flags = u16(local + ZipLayout.LOCAL_FLAGS);
      boolean described = (flags & ZipLayout.FLAG_DATA_DESCRIPTOR) != 0;
      return (flags & ZipLayout.FLAG_ENCRYPTED) == 0
          && u16(local + ZipLayout.LOCAL_METHOD) == u16(at + ZipLayout.CENTRAL_METHOD)
          && same(local + ZipLayout.LOCAL_CRC, at + ZipLayout.CENTRAL_CRC, described)
          && same(
              local + ZipLayout.LOCAL_COMPRESSED_SIZE,
              at + ZipLayout.CENTRAL_COMPRESSED_SIZE,
              described)
          && same(local + ZipLayout.LOCAL_SIZE, at + ZipLayout.CENTRAL_SIZE, described);
    }

    /** With a data descriptor the local header may leave its numbers zero. */
    private boolean same(int local, int central, boolean mayBeZero) {
      return zip.getInt(local) == zip.getInt(central) || (mayBeZero && zip.getInt(local) == 0);
    }

    /** A bomb says how large it is, or it lies and is stopped when that size is reached. */
    private void checkTotal() {
      long total = entries.stream().mapToLong(ArchiveEntry::size).sum();
      if (total > limits.unpackedBytes()) {
        problem("", "unpacks to " + total + " B", "at most " + limits.unpackedBytes() + " B");
      }
    }

    private void checkNames() {
      var kinds = new HashMap<String, Boolean>();
      for (var entry : entries) {
        if (kinds.put(entry.name(), entry.directory()) != null) {
          problem(entry.name(), "there twice", "once");
        }
      }
      for (var entry : entries) {
        checkParents(entry.name(), kinds);
      }
    }

    private void checkParents(String name, Map<String, Boolean> kinds) {
      for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
        var parent = name.substring(0, slash);
        if (Boolean.FALSE.equals(kinds.get(parent))) {
          problem(parent, "both a file and a directory", "one of them");
          // Once is enough.
          kinds.put(parent, true);
        }
      }
    }

    /** Entries that share bytes are how small archives unpack to huge ones. */
    private void checkOverlaps() {
      extents.sort(Comparator.comparingLong(Extent::start));
      for (int i = 1; i < extents.size(); i++) {
        if (extents.get(i).start() < extents.get(i - 1).end()) {
          problem(extents.get(i).name(), "shares its bytes with another entry", "its own bytes");
        }
      }
    }

    private int u16(int at) {
      return Short.toUnsignedInt(zip.getShort(at));
    }

    private long u32(int at) {
      return Integer.toUnsignedLong(zip.getInt(at));
    }

    private void problem(String entry, String found, String expected) {
      problems.add(new ArchiveProblem(entry, found, expected));
    }

    private static ArchiveException broken(String found) {
      return ArchiveException.of("", found, "a zip file as zip programs write it");
    }
  }

  /** The bytes of one entry, its local header included. */
  private record Extent(String name, long start, long end) {}
}
