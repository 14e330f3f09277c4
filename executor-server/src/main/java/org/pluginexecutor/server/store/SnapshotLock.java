// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.lifecycle.Resource;

/**
 * Keeps everything that a state of the catalog names where it is, in all servers, while somebody
 * reads all of it. Thread-safe.
 */
final class SnapshotLock {
  private final DataDirectory directory;

  @GuardedBy("this")
  private int taken;

  @GuardedBy("this")
  private @Nullable FileChannel file;

  SnapshotLock(DataDirectory directory) {
    this.directory = directory;
  }

  /** Takes it; whoever has it may read what the catalog names afterwards, until it is closed. */
  synchronized Resource take() throws IOException {
    if (taken == 0) {
      file = lock();
    }
    taken++;
    return this::giveBack;
  }

  private @Nullable FileChannel lock() throws IOException {
    if (!Files.exists(path())) {
      if (directory.isReadOnly()) {
        return null;
      }
      Files.write(path(), new byte[0], StandardOpenOption.CREATE);
    }
    // Not for writing: also a server that may not write can keep others from removing.
    var channel = FileChannel.open(path(), StandardOpenOption.READ);
    try {
      // Waits for a server that is cleaning up, which takes no longer than removing some files.
      var _ = channel.lock(0, Long.MAX_VALUE, true);
      return channel;
    } catch (IOException | RuntimeException e) {
      // Not left to the garbage collector: a late close would drop the lock of somebody else here.
      channel.close();
      throw e;
    }
  }

  private Path path() {
    return directory.root().resolve("snapshot-lock");
  }

  private synchronized void giveBack() {
    if (--taken == 0 && file != null) {
      try {
        file.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      } finally {
        file = null;
      }
    }
  }

  /** What removes files. */
  @FunctionalInterface
  interface Removal {
    void run() throws IOException;
  }

  /** Removes files, unless somebody has taken the lock: then it is for the next one to do. */
  synchronized void unlessTaken(Removal removal) throws IOException {
    if (taken > 0) {
      return;
    }
    try (var channel =
            FileChannel.open(path(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      if (lock != null) {
        removal.run();
      }
    }
  }
}
