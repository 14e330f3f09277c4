// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes the zip of a plugin out of its directory, the same bytes for the same files. The server
 * checks the package; here only what is plainly no plugin is refused. Confined to one thread.
 */
final class Packer {
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);
  private static final Set<String> SKIPPED = Set.of("__pycache__", ".git", IgnoreFile.NAME);
  private static final byte[] ZIP_START = {'P', 'K'};

  private final Path root;
  private final Path realRoot;
  private final IgnoreFile ignored;
  private final Map<String, Path> files = new TreeMap<>();
  private final Set<Path> ancestors = new HashSet<>();

  private Packer(Path root) throws IOException {
    this.root = root;
    this.realRoot = root.toRealPath();
    this.ignored = IgnoreFile.of(root);
  }

  /** Opens the zip of a plugin: the file itself, or one that is made of a directory. */
  static InputStream open(Path directoryOrZip) {
    try {
      if (Files.isDirectory(directoryOrZip)) {
        return new ByteArrayInputStream(pack(directoryOrZip));
      }
      requireZip(directoryOrZip);
      return Files.newInputStream(directoryOrZip);
    } catch (NoSuchFileException e) {
      throw new CliException(
          ExitCode.MISSING,
          e.getFile() + ": no such file (expected: directory or zip of a plugin)",
          e);
    } catch (FileSystemException e) {
      throw unreadable(e.getFile(), e);
    } catch (IOException e) {
      throw unreadable(directoryOrZip.toString(), e);
    }
  }

  private static byte[] pack(Path directory) throws IOException {
    requireFiles(directory);
    var packer = new Packer(directory);
    packer.collect(directory, "");
    var zip = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(zip)) {
      for (var file : packer.files.entrySet()) {
        var entry = new ZipEntry(file.getKey());
        entry.setTimeLocal(TIME);
        out.putNextEntry(entry);
        Files.copy(file.getValue(), out);
        out.closeEntry();
      }
    }
    return zip.toByteArray();
  }

  private static void requireZip(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    try (var in = Files.newInputStream(file)) {
      if (!Arrays.equals(in.readNBytes(ZIP_START.length), ZIP_START)) {
        throw refusal(file, "neither a directory nor a zip file (expected: a plugin)");
      }
    }
  }

  private static void requireFiles(Path directory) {
    List<String> missing = new ArrayList<>();
    for (var name : List.of("MANIFEST", "main.py")) {
      if (!Files.exists(directory.resolve(name))) {
        missing.add(name);
      }
    }
    if (!missing.isEmpty()) {
      throw refusal(
          directory,
          "no plugin, "
              + String.join(" and ", missing)
              + (missing.size() == 1 ? " is" : " are")
              + " missing (expected: MANIFEST and main.py right in the directory)");
    }
  }

  private void collect(Path directory, String prefix) throws IOException {
    Path real = directory.toRealPath();
    if (!ancestors.add(real)) {
      throw refusal(directory, "a link to a directory that it is in (expected: no loop)");
    }
    try (var entries = Files.newDirectoryStream(directory)) {
      for (var entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (SKIPPED.contains(name) || name.endsWith(".pyc") || ignored.matches(prefix + name)) {
          continue;
        }
        requireInside(entry);
        if (Files.isDirectory(entry)) {
          collect(entry, prefix + name + "/");
        } else if (Files.isRegularFile(entry)) {
          files.put(prefix + name, entry);
        } else {
          throw refusal(entry, "neither a file nor a directory (expected: nothing else)");
        }
      }
    }
    ancestors.remove(real);
  }

  /** What a link leads to must be part of the plugin as well, or it would be a leak. */
  private void requireInside(Path entry) throws IOException {
    if (!Files.isSymbolicLink(entry)) {
      return;
    }
    if (!Files.exists(entry)) {
      throw refusal(entry, "a link to nothing (expected: a link to a file of the plugin)");
    }
    if (!entry.toRealPath().startsWith(realRoot)) {
      throw refusal(entry, "a link that leads out of " + root + " (expected: it stays inside)");
    }
  }

  private static CliException refusal(Path path, String problem) {
    return new CliException(ExitCode.DATA, path + ": " + problem);
  }

  private static CliException unreadable(String path, IOException e) {
    return new CliException(ExitCode.MISSING, path + ": cannot be read (" + e + ")", e);
  }
}
