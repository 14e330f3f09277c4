// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.files.Durable;
import org.pluginexecutor.server.files.TreeRemover;
import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.server.os.FileSystemSync;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory that holds everything, and the locks by which several servers share it. A server
 * that may only read it can serve what is there. Thread-safe.
 */
final class DataDirectory implements Resource {
  private static final Logger log = LoggerFactory.getLogger(DataDirectory.class);
  static final String WRAPPED_KEY = "store-key";
  private static final String LOCK = "lock";
  private static final String STAGING_PREFIX = "server-";

  /**
   * Directories of this very process. The kernel's file locks are between processes only, and
   * closing any file drops all locks that the process has on it.
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path root;
  private final boolean readOnly;

  @GuardedBy("this")
  private @Nullable Staging staging;

  @GuardedBy("this")
  private boolean locked;

  @GuardedBy("this")
  private boolean closed;

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
        // With whatever lies above it and is new.
        FileSystemSync.sync(path);
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
    Durable.syncDirectory(root);
    var directory = new DataDirectory(root, false);
    try {
      directory.staging();
    } catch (IOException e) {
      // What is stored can be served; each change tries again.
      if (!StoreFaults.isFull(root, e)) {
        directory.close();
        throw e;
      }
      log.warn("the data directory is full: what it holds is served, nothing can be changed", e);
    }
    return directory;
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
    if (readOnly || closed) {
      throw new ReadOnlyStoreException();
    }
    if (locked) {
      return body.run();
    }
    // Opened each time, because a file is closed for good when its thread is interrupted.
    try (var file =
            FileChannel.open(
                root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = file.lock()) {
      locked = true;
      return body.run();
    } finally {
      locked = false;
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
    return root.resolve(WRAPPED_KEY);
  }

  /** A place that nothing has yet, for what is on its way out. */
  Path newTrash() throws IOException {
    return staging().resolve("trash-" + UUID.randomUUID());
  }

  /** Makes a directory that is removed at the next start if it is not moved or removed before. */
  Path newStagingDirectory(String prefix) throws IOException {
    return Files.createTempDirectory(staging(), prefix);
  }

  /** A place for a file that is not complete yet. */
  Path newStagingFile(String name) throws IOException {
    return newStagingDirectory("file-").resolve(name);
  }

  /** Makes a file that is alone in a staging directory; that one goes if it cannot be made. */
  static FileChannel newFile(Path file) throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      TreeRemover.remove(file.resolveSibling(""));
      throw e;
    }
  }

  private synchronized Path staging() throws IOException {
    return staging == null ? exclusively(this::prepareStaging) : staging.path();
  }

  private synchronized Path prepareStaging() throws IOException {
    removeLeftovers();
    var path =
        Files.createTempDirectory(
            root.resolve("staging"), STAGING_PREFIX, Durable.OWNER_ONLY_DIRECTORY);
    var file = newFile(path.resolve(LOCK));
    staging = new Staging(path, file);
    // Held until the file is closed: it is how others see that this server lives.
    var _ = file.lock();
    return path;
  }

  /** What lies here was on its way when a server was killed. */
  private void removeLeftovers() throws IOException {
    // Nothing else: the directory may turn out to be none of a server's.
    try (var entries = Files.newDirectoryStream(root.resolve("staging"), STAGING_PREFIX + "*")) {
      for (var entry : entries) {
        try {
          if (isAbandoned(entry)) {
            TreeRemover.remove(entry);
          }
        } catch (NoSuchFileException e) {
          // Its server ends just now and removes it as well.
          log.debug("a staging directory vanished", e);
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
    if (staging != null) {
      try (var _ = staging.lockFile()) {
        TreeRemover.remove(staging.path());
      } catch (NoSuchFileException e) {
        log.debug("a server that starts just now removed the staging directory", e);
      } catch (IOException e) {
        log.warn("the staging directory could not be removed; the next start will try again", e);
      }
      staging = null;
    }
    if (!closed) {
      closed = true;
      OWN.remove(root);
    }
  }
}
