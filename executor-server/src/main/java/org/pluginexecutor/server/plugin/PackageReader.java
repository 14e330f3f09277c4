// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.pluginexecutor.server.error.ExecutorError.InvalidPluginPackage;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.error.FieldViolation;

/**
 * Checks and unpacks a zip that a stranger wrote. Nothing of it is executed. Confined to one
 * thread.
 */
final class PackageReader {
  private static final int MAX_ENTRIES = 10_000;
  private static final int MAX_NAME_LENGTH = 512;
  private static final int MAX_NAME_PARTS = 32;

  /** What file systems take for one part of a path. */
  private static final int MAX_PART_BYTES = 255;

  private static final long MAX_UNPACKED_BYTES = 200L << 20;
  private static final int MAX_DEFAULT_CONFIGURATION_BYTES = 10 << 10;
  private static final int BUFFER_BYTES = 64 << 10;

  private final Path tree;
  private long unpackedBytes;

  private PackageReader(Path tree) {
    this.tree = tree;
  }

  /**
   * Checks a zip and unpacks it into a directory that it makes.
   *
   * @throws ExecutorException if the package breaks a rule; the directory is then incomplete
   * @throws IOException if the disk fails
   */
  static PluginPackage unpack(Path zip, Path tree) throws IOException {
    Files.createDirectory(tree);
    var reader = new PackageReader(tree);
    try (var file = new ZipFile(zip.toFile(), StandardCharsets.UTF_8)) {
      reader.unpackAll(file);
    } catch (ZipException e) {
      throw invalid("archive", "not a readable zip file: " + e.getMessage());
    }
    return describe(tree);
  }

  /** Reads what an unpacked package says of itself. */
  static PluginPackage describe(Path tree) throws IOException {
    requireFile(tree, "MANIFEST");
    requireFile(tree, "main.py");
    var manifest =
        ManifestReader.read(text(tree.resolve("MANIFEST"), ManifestReader.MAX_BYTES, "MANIFEST"));
    var defaultCfg = tree.resolve("default.cfg");
    var defaultConfiguration =
        Files.exists(defaultCfg)
            ? text(defaultCfg, MAX_DEFAULT_CONFIGURATION_BYTES, "default.cfg")
            : "";
    return new PluginPackage(manifest, manifest.entryPoint().isEmpty(), defaultConfiguration);
  }

  private void unpackAll(ZipFile file) throws IOException {
    if (file.size() > MAX_ENTRIES) {
      throw invalid(
          "archive", file.size() + " entries (expected: at most " + MAX_ENTRIES + " entries)");
    }
    var violations = new ArrayList<FieldViolation>();
    var names = new HashSet<String>();
    for (var entry : file.stream().toList()) {
      checkName(entry.getName(), violations);
      if (!names.add(withoutSlash(entry.getName()))) {
        violations.add(
            new FieldViolation("archive." + Quoting.quote(entry.getName()), "is there twice"));
      }
    }
    if (!violations.isEmpty()) {
      throw new ExecutorException(new InvalidPluginPackage(violations));
    }
    for (var entry : file.stream().toList()) {
      unpackEntry(file, entry);
    }
    makeReadOnly();
  }

  private static void checkName(String name, List<FieldViolation> violations) {
    var parts = withoutSlash(name).split("/", -1);
    boolean safe = name.length() <= MAX_NAME_LENGTH && parts.length <= MAX_NAME_PARTS;
    for (var part : parts) {
      safe &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
      safe &= part.getBytes(StandardCharsets.UTF_8).length <= MAX_PART_BYTES;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      safe &= !Character.isISOControl(c) && c != '\\' && c != '\uFFFD';
    }
    // A drive letter would be an absolute path elsewhere.
    safe &= !name.matches("^[A-Za-z]:.*");
    if (!safe) {
      violations.add(
          new FieldViolation(
              "archive." + Quoting.quote(name),
              "unsafe name (expected: a relative path without '..', '\\' and control characters, at"
                  + " most "
                  + MAX_NAME_LENGTH
                  + " characters and "
                  + MAX_NAME_PARTS
                  + " levels)"));
    }
  }

  private void unpackEntry(ZipFile file, ZipEntry entry) throws IOException {
    var target = tree.resolve(withoutSlash(entry.getName()));
    try {
      if (entry.isDirectory()) {
        Files.createDirectories(target);
        return;
      }
      Files.createDirectories(target.getParent());
      try (var content = file.getInputStream(entry)) {
        checkContent(entry, copy(content, target));
      }
    } catch (FileAlreadyExistsException e) {
      throw invalid("archive." + Quoting.quote(entry.getName()), "is both a file and a directory");
    } catch (ZipException | EOFException e) {
      throw invalid(
          "archive." + Quoting.quote(entry.getName()), "cannot be unpacked: " + e.getMessage());
    } catch (FileSystemException e) {
      if (e.getReason() != null && e.getReason().contains("Not a directory")) {
        throw invalid(
            "archive." + Quoting.quote(entry.getName()), "is both a file and a directory");
      }
      throw e;
    }
  }

  /** The size and the checksum that the archive declares are held against what came out. */
  private static void checkContent(ZipEntry entry, CRC32 crc) {
    if (crc.getValue() != entry.getCrc()) {
      throw invalid(
          "archive." + Quoting.quote(entry.getName()),
          "content that does not match its checksum (expected: an intact archive)");
    }
  }

  private CRC32 copy(InputStream content, Path target) throws IOException {
    var crc = new CRC32();
    // Sizes that the archive declares are not believed: what comes out is counted.
    var buffer = new byte[BUFFER_BYTES];
    try (var out = Files.newOutputStream(target, java.nio.file.StandardOpenOption.CREATE_NEW)) {
      for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
        unpackedBytes += n;
        if (unpackedBytes > MAX_UNPACKED_BYTES) {
          throw invalid(
              "archive",
              "unpacks to more than "
                  + (MAX_UNPACKED_BYTES >> 20)
                  + " MiB (expected: at most that)");
        }
        crc.update(buffer, 0, n);
        out.write(buffer, 0, n);
      }
    }
    return crc;
  }

  private void makeReadOnly() throws IOException {
    try (var paths = Files.walk(tree)) {
      // Deepest first: a directory is closed only when nothing more is done in it.
      for (var path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.setPosixFilePermissions(
            path,
            PosixFilePermissions.fromString(Files.isDirectory(path) ? "r-xr-xr-x" : "r--r--r--"));
      }
    }
  }

  private static void requireFile(Path tree, String name) {
    if (!Files.isRegularFile(tree.resolve(name))) {
      throw invalid(
          name, "missing (expected: a file of this name in the root of the zip, not in a folder)");
    }
  }

  private static String text(Path file, int maxBytes, String field) throws IOException {
    if (Files.size(file) > maxBytes) {
      throw invalid(field, Files.size(file) + " B (expected: at most " + maxBytes + " B)");
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
          .toString();
    } catch (CharacterCodingException e) {
      throw invalid(field, "not UTF-8 text (expected: UTF-8)");
    }
  }

  private static String withoutSlash(String name) {
    return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
  }

  private static ExecutorException invalid(String field, String message) {
    return new ExecutorException(InvalidPluginPackage.of(field, message));
  }
}
