// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.lifecycle.Resource;

/**
 * Keeps the files of a package where they are while somebody uses them, in this server or in
 * another one. Thread-safe.
 */
final class PackageLocks implements Resource {
  private static final String LEASE = "lease";

  @GuardedBy("this")
  private final Map<Path, Held> held = new HashMap<>();

  private static final class Held {
    private final FileChannel file;
    private int uses;

    Held(FileChannel file) {
      this.file = file;
    }
  }

  /** Makes a package one that can be locked. */
  static void prepare(Path directory) throws IOException {
    Files.createFile(directory.resolve(LEASE));
  }

  /** Hands the locks that others have on a package over to the directory that takes its place. */
  static void handOver(Path from, Path to) throws IOException {
    if (Files.exists(from.resolve(LEASE))) {
      Files.move(
          from.resolve(LEASE),
          to.resolve(LEASE),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Begins a use; false: the package is gone, or about to go. */
  synchronized boolean acquire(Path directory) throws IOException {
    var known = held.get(directory);
    if (known == null) {
      var file = lock(directory.resolve(LEASE));
      if (file == null) {
        return false;
      }
      known = new Held(file);
      held.put(directory, known);
    }
    known.uses++;
    return true;
  }

  private static @Nullable FileChannel lock(Path lease) throws IOException {
    FileChannel file;
    Object identity;
    try {
      identity = identity(lease);
      file = FileChannel.open(lease, StandardOpenOption.READ);
    } catch (NoSuchFileException _) {
      return null;
    }
    try {
      // A package may have been removed and stored again before the lock was there; then it is the
      // lock of a file that nobody else will look at.
      if (file.tryLock(0, Long.MAX_VALUE, true) != null && identity.equals(identity(lease))) {
        return file;
      }
    } catch (NoSuchFileException _) {
      // Removed meanwhile.
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
    file.close();
    return null;
  }

  private static Object identity(Path file) throws IOException {
    var key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key == null ? file : key;
  }

  /** Whether a package is one that can be locked. */
  static boolean isPrepared(Path directory) {
    return Files.exists(directory.resolve(LEASE));
  }

  /**
   * Ends a use; true: it was the last one in this server. The lock goes with it, since other
   * servers could not remove the package else.
   */
  synchronized boolean release(Path directory) {
    var known = held.get(directory);
    if (known == null || --known.uses > 0) {
      return false;
    }
    held.remove(directory);
    close(known.file);
    return true;
  }

  /** Runs something while nobody uses the package; false: somebody does, and it was not run. */
  synchronized boolean ifUnused(Path directory, Removal removal) throws IOException {
    if (held.containsKey(directory)) {
      return false;
    }
    if (!isPrepared(directory)) {
      removal.run();
      return true;
    }
    try (var file = FileChannel.open(directory.resolve(LEASE), StandardOpenOption.WRITE);
        var lock = file.tryLock()) {
      if (lock == null) {
        return false;
      }
      removal.run();
      return true;
    }
  }

  /** What is done while nobody uses a package. */
  @FunctionalInterface
  interface Removal {
    void run() throws IOException;
  }

  @Override
  public synchronized void close() {
    held.values().forEach(known -> close(known.file));
    held.clear();
  }

  private static void close(FileChannel file) {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
