// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pluginexecutor.server.files.Durable;
import org.pluginexecutor.server.files.TreeRemover;

/**
 * A tree of state directories, which may belong to several servers: made when first used, removed
 * when nobody uses them any more. Thread-safe.
 *
 * <p>Each has a directory around it, out of the plugin's sight, with a file to lock: a lock inside
 * would go with whatever the plugin does to its files.
 */
final class StateTree {
  private static final String LEASE = "lease";
  private static final String FILES = "files";
  private static final String PRIVATE = "rwx------";

  private final Path root;
  private final Turns turns;
  private final Trash trash;

  @GuardedBy("this")
  private final Map<Path, Held> held = new HashMap<>();

  private static final class Held {
    private final FileChannel file;
    private int uses = 1;

    Held(FileChannel file) {
      this.file = file;
    }
  }

  /** What is done under the lock of all servers. */
  @FunctionalInterface
  interface Body {
    Path run() throws IOException;
  }

  /** Keeps the servers that share the tree from making and removing at the same time. */
  @FunctionalInterface
  interface Turns {
    Path take(Body body) throws IOException;
  }

  /** Makes a new directory, on the same file system, to which something is moved that goes. */
  @FunctionalInterface
  interface Trash {
    Path make() throws IOException;
  }

  StateTree(Path root, Turns turns, Trash trash) {
    this.root = root;
    this.turns = turns;
    this.trash = trash;
  }

  /**
   * Takes a state directory for use; each take has its {@link #release}.
   *
   * @param key three names with slashes between them
   * @return a directory that only the server's user can enter
   */
  Path take(String key) throws IOException {
    var holder = root.resolve(key);
    if (!acquire(holder)) {
      var _ = turns.take(() -> make(holder));
    }
    try {
      return prepared(holder.resolve(FILES));
    } catch (IOException | RuntimeException e) {
      release(key);
      throw e;
    }
  }

  private synchronized boolean acquire(Path holder) throws IOException {
    var known = held.get(holder);
    if (known != null) {
      known.uses++;
      return true;
    }
    FileChannel file;
    try {
      file = FileChannel.open(holder.resolve(LEASE), StandardOpenOption.READ);
    } catch (NoSuchFileException _) {
      return false;
    }
    // Removed after it was opened: then the lock is on a file that nobody else sees.
    if (file.tryLock(0, Long.MAX_VALUE, true) == null || !Files.exists(holder.resolve(LEASE))) {
      file.close();
      return false;
    }
    held.put(holder, new Held(file));
    return true;
  }

  private synchronized Path make(Path holder) throws IOException {
    if (!acquire(holder)) {
      Files.createDirectories(holder, Durable.OWNER_ONLY_DIRECTORY);
      FileChannel.open(holder.resolve(LEASE), StandardOpenOption.CREATE, StandardOpenOption.WRITE)
          .close();
      if (!acquire(holder)) {
        throw new IOException("state directory " + holder + " cannot be locked");
      }
    }
    return holder;
  }

  /** The plugin may have removed it, put something in its place, or locked itself out. */
  private Path prepared(Path files) throws IOException {
    if (!Files.isDirectory(files, LinkOption.NOFOLLOW_LINKS)) {
      var _ = turns.take(() -> makeAnew(files));
    }
    var permissions = PosixFilePermissions.fromString(PRIVATE);
    var attributes =
        Files.readAttributes(files, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isDirectory() && !attributes.permissions().equals(permissions)) {
      Files.setPosixFilePermissions(files, permissions);
    }
    return files;
  }

  /** One at a time: who is second would remove what the first has made, and runs in already. */
  private synchronized Path makeAnew(Path files) throws IOException {
    if (!Files.isDirectory(files, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(files);
      try {
        Files.createDirectory(files, Durable.OWNER_ONLY_DIRECTORY);
      } catch (FileAlreadyExistsException _) {
        // A plugin that runs was faster.
      }
    }
    return files;
  }

  /** Ends a use; true: it was the last one in this server. */
  synchronized boolean release(String key) throws IOException {
    var holder = root.resolve(key);
    var known = held.get(holder);
    if (known == null || --known.uses > 0) {
      return false;
    }
    held.remove(holder);
    known.file.close();
    return true;
  }

  /** Removes what nobody uses and has none of the keys; called in turn. */
  void collectGarbage(Set<String> live) throws IOException {
    for (var directory : movedAway(live)) {
      TreeRemover.remove(directory);
    }
  }

  /** First out of the way by one rename each, so that nothing half removed is taken for use. */
  private synchronized List<Path> movedAway(Set<String> live) throws IOException {
    var moved = new ArrayList<Path>();
    for (var kind : entries(root)) {
      for (var name : entries(kind)) {
        for (var holder : entries(name)) {
          if (!live.contains(root.relativize(holder).toString()) && !held.containsKey(holder)) {
            moveAway(holder, moved);
          }
        }
        if (entries(name).isEmpty()) {
          Files.delete(name);
        }
      }
    }
    return moved;
  }

  private void moveAway(Path holder, List<Path> moved) throws IOException {
    try (var file =
            FileChannel.open(
                holder.resolve(LEASE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = file.tryLock()) {
      if (lock != null) {
        var directory = trash.make();
        Durable.move(holder, directory.resolve("state"));
        moved.add(directory);
      }
    }
  }

  private static List<Path> entries(Path directory) throws IOException {
    var entries = new ArrayList<Path>();
    if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      try (var stream = Files.newDirectoryStream(directory)) {
        stream.forEach(entries::add);
      }
    }
    return entries;
  }
}
