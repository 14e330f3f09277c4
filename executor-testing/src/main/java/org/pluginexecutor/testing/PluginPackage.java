// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The zip of a plugin, read or made of its directory; the same bytes for the same files. Whether it
 * is a good one the server says. Stateless.
 */
final class PluginPackage {
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private PluginPackage() {}

  /**
   * Reads or makes the zip.
   *
   * @throws PluginRefusedException when there is no plugin at the path
   */
  static byte[] read(Path plugin) {
    try {
      if (Files.isDirectory(plugin)) {
        return pack(plugin);
      }
      if (!Files.exists(plugin)) {
        throw new PluginRefusedException(
            plugin, "no such file (expected: directory or zip of a plugin)", List.of(), null);
      }
      return Files.readAllBytes(plugin);
    } catch (IOException e) {
      throw new PluginRefusedException(plugin, "cannot be read (" + e + ")", List.of(), e);
    }
  }

  private static byte[] pack(Path directory) throws IOException {
    var zip = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(zip)) {
      for (var file : files(directory).entrySet()) {
        var entry = new ZipEntry(file.getKey());
        // The same files must be the same bytes, or a second upload is another plugin.
        entry.setTimeLocal(TIME);
        out.putNextEntry(entry);
        Files.copy(file.getValue(), out);
        out.closeEntry();
      }
    }
    return zip.toByteArray();
  }

  private static Map<String, Path> files(Path directory) throws IOException {
    var ignored = IgnoreFile.of(directory);
    var found = new TreeMap<String, Path>();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.toList()) {
        Path name = directory.relativize(path);
        if (Files.isDirectory(path) || isLeftOut(name) || ignored.matches(name)) {
          continue;
        }
        if (!Files.isRegularFile(path) || Files.isSymbolicLink(path)) {
          throw new PluginRefusedException(
              directory,
              name + ": no plain file (expected: files and directories)",
              List.of(),
              null);
        }
        found.put(name.toString().replace('\\', '/'), path);
      }
    }
    return found;
  }

  /** What Python and git leave behind. */
  private static boolean isLeftOut(Path name) {
    if (name.toString().endsWith(".pyc") || name.toString().equals(IgnoreFile.NAME)) {
      return true;
    }
    for (Path part : name) {
      if (part.toString().equals("__pycache__") || part.toString().equals(".git")) {
        return true;
      }
    }
    return false;
  }
}
