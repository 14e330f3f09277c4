// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.pluginexecutor.server.lifecycle.Resource;

/**
 * Keeps the files of a package where they are while somebody uses them, in this server or in
 * another one. Thread-safe.
 *
 * <p>A server locks a package when it first uses it and keeps the lock when the use is over, so
 * that the next use costs nothing; it lets go when the package is to be removed.
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
      FileChannel file;
      try {
        file = FileChannel.open(directory.resolve(LEASE), StandardOpenOption.READ);
      } catch (NoSuchFileException _) {
        return false;
      }
      if (file.tryLock(0, Long.MAX_VALUE, true) == null) {
        file.close();
        return false;
      }
      known = new Held(file);
      held.put(directory, known);
    }
    known.uses++;
    return true;
  }

  /** Ends a use; true: it was the last one in this server. */
  synchronized boolean release(Path directory) {
    var known = held.get(directory);
    return known == null || --known.uses == 0;
  }

  /** Runs something while nobody uses the package; false: somebody does, and it was not run. */
  synchronized boolean ifUnused(Path directory, Removal removal) throws IOException {
    var known = held.get(directory);
    if (known != null && known.uses > 0) {
      return false;
    }
    if (known != null) {
      known.file.close();
      held.remove(directory);
    }
    if (!Files.exists(directory.resolve(LEASE))) {
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
    for (var known : held.values()) {
      try {
        known.file.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    held.clear();
  }
}
