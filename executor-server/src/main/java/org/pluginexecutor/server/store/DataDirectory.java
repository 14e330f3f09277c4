// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.files.Durable;
import org.pluginexecutor.server.files.TreeRemover;
import org.pluginexecutor.server.lifecycle.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory that holds everything, and the locks by which several servers share it. A server
 * that may only read it can serve what is there. Thread-safe.
 */
final class DataDirectory implements Resource {
  private static final Logger log = LoggerFactory.getLogger(DataDirectory.class);
  private static final String LOCK = "lock";

  /**
   * Directories of this very process. The kernel's file locks are between processes only, and
   * closing any file drops all locks that the process has on it.
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path root;
  private final boolean readOnly;

  @GuardedBy("this")
  private @Nullable Staging staging;

  private DataDirectory(Path root, boolean readOnly) {
    this.root = root;
    this.readOnly = readOnly;
  }

  /** Where things of this server lie until they are complete; locked as long as it lives. */
  private record Staging(Path path, FileChannel lockFile) {}

  /**
   * Opens the directory, which is made when missing.
   *
   * @throws IOException if it can neither be made nor read, or is open in this process already
   */
  static DataDirectory open(Path path) throws IOException {
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path.toAbsolutePath().getParent());
        Files.createDirectory(path, Durable.OWNER_ONLY_DIRECTORY);
      }
      var root = path.toRealPath();
      if (!OWN.add(root)) {
        throw new IOException("data directory " + path + " is open in this process already");
      }
      try {
        return Files.isWritable(root) ? openForWriting(root) : openForReading(root);
      } catch (IOException | RuntimeException e) {
        OWN.remove(root);
        throw e;
      }
    } catch (FileSystemException e) {
      throw new IOException(
          "data directory "
              + path
              + " cannot be made, read or written (expected: one of the server's own user)",
          e);
    }
  }

  private static DataDirectory openForWriting(Path root) throws IOException {
    for (var name : new String[] {"packages", "configurations", "staging", "state"}) {
      if (!Files.isDirectory(root.resolve(name))) {
        Files.createDirectory(root.resolve(name), Durable.OWNER_ONLY_DIRECTORY);
      }
    }
    var directory = new DataDirectory(root, false);
    try {
      directory.exclusively(directory::prepareStaging);
      return directory;
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  private static DataDirectory openForReading(Path root) throws IOException {
    if (!Files.isReadable(root.resolve("catalog"))) {
      throw new FileSystemException(root.toString(), null, "not writable, and nothing is in it");
    }
    log.warn("the data directory is not writable: what it holds is served, nothing is changed");
    return new DataDirectory(root, true);
  }

  /** What is done under the lock. */
  @FunctionalInterface
  interface Body<T, E extends Exception> {
    T run() throws IOException, E;
  }

  /** Does something while no other server and no other thread changes the store. */
  synchronized <T, E extends Exception> T exclusively(Body<T, E> body) throws IOException, E {
    if (readOnly) {
      throw new ReadOnlyStoreException();
    }
    // Opened each time, because a file is closed for good when its thread is interrupted.
    try (var file =
            FileChannel.open(
                root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = file.lock()) {
      return body.run();
    }
  }

  boolean isReadOnly() {
    return readOnly;
  }

  Path root() {
    return root;
  }

  Path packages() {
    return root.resolve("packages");
  }

  Path configurations() {
    return root.resolve("configurations");
  }

  Path state() {
    return root.resolve("state");
  }

  Path catalog() {
    return root.resolve("catalog");
  }

  Path auditLog() {
    return root.resolve("audit.log");
  }

  Path wrappedKey() {
    return root.resolve("store-key");
  }

  /** Makes a directory that is removed at the next start if it is not moved or removed before. */
  Path newStagingDirectory(String prefix) throws IOException {
    return Files.createTempDirectory(staging(), prefix);
  }

  /** A place for a file that is not complete yet. */
  Path newStagingFile(String name) throws IOException {
    return newStagingDirectory("file-").resolve(name);
  }

  private synchronized Path staging() throws IOException {
    if (staging == null) {
      throw new ReadOnlyStoreException();
    }
    return staging.path();
  }

  private synchronized Path prepareStaging() throws IOException {
    removeLeftovers();
    var path =
        Files.createTempDirectory(root.resolve("staging"), "server-", Durable.OWNER_ONLY_DIRECTORY);
    var file =
        FileChannel.open(
            path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    staging = new Staging(path, file);
    // Held until the file is closed: it is how others see that this server lives.
    var _ = file.lock();
    return path;
  }

  /** What lies here was on its way when a server was killed. */
  private void removeLeftovers() throws IOException {
    try (var entries = Files.newDirectoryStream(root.resolve("staging"))) {
      for (var entry : entries) {
        if (isAbandoned(entry)) {
          TreeRemover.remove(entry);
        }
      }
    }
  }

  private static boolean isAbandoned(Path entry) throws IOException {
    var file = entry.resolve(LOCK);
    if (!Files.exists(file)) {
      // Servers make and lock theirs under the lock that is held now.
      return true;
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      return lock != null;
    }
  }

  @Override
  public synchronized void close() {
    try {
      if (staging != null) {
        TreeRemover.remove(staging.path());
        staging.lockFile().close();
        staging = null;
      }
    } catch (IOException e) {
      log.warn("the staging directory could not be removed; the next start will try again", e);
    } finally {
      OWN.remove(root);
    }
  }
}
