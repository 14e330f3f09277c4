// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;

/**
 * Removes directories in which anything may have been left, trees deeper than a path can be long
 * among them. Links are removed, never followed. Stateless.
 */
public final class TreeRemover {
  private TreeRemover() {}

  /**
   * Removes a file or a directory with all that is in it; does nothing when there is none.
   *
   * <p>Every sub-directory is first moved right below the root, so that no path grows with the
   * depth of the tree and nothing recurses. Nobody else may write into the tree meanwhile. A
   * removal that was cut off can be taken up again by another.
   */
  public static void remove(Path root) throws IOException {
    if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(root);
      return;
    }
    var pending = new ArrayDeque<Path>();
    makeWritable(root);
    for (var entry : entries(root)) {
      deleteOrPush(entry, pending);
    }
    int moved = 0;
    while (!pending.isEmpty()) {
      var directory = pending.pop();
      makeWritable(directory);
      for (var entry : entries(directory)) {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          // Moving a directory changes its own "..", for which it has to be writable.
          makeWritable(entry);
          Path target;
          do {
            target = root.resolve("moved-" + moved++);
          } while (Files.exists(target, LinkOption.NOFOLLOW_LINKS));
          pending.push(Files.move(entry, target));
        } else {
          Files.delete(entry);
        }
      }
      Files.delete(directory);
    }
    Files.delete(root);
  }

  private static void deleteOrPush(Path entry, ArrayDeque<Path> pending) throws IOException {
    if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
      pending.push(entry);
    } else {
      Files.delete(entry);
    }
  }

  private static void makeWritable(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
  }

  private static Iterable<Path> entries(Path directory) throws IOException {
    var entries = new ArrayList<Path>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(entries::add);
    }
    return entries;
  }
}
