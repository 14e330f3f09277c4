// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.lifecycle.Resource;

/**
 * The path of a Unix socket that the server listens on: nobody else's living socket is taken away,
 * a dead one's is replaced, and the own one goes at the end. A lock beside it says that its server
 * lives; the file of the lock stays. Thread-safe.
 */
public final class SocketFile implements Resource {
  private static final int TYPE = 0170000;
  private static final int SOCKET = 0140000;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path path;
  private final FileChannel lock;
  private @Nullable Object ownKey;

  private SocketFile(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Listens at a path. */
  @FunctionalInterface
  public interface Bind {
    void at(Path path) throws IOException;
  }

  /**
   * Claims a path.
   *
   * @throws IOException if somebody listens there, or something else is there; the message begins
   *     with the setting
   */
  public static SocketFile claim(Path path) throws IOException {
    var absolute = path.toAbsolutePath();
    var lockFile = absolute.resolveSibling(absolute.getFileName() + ".lock");
    var lock = open(absolute, lockFile);
    try {
      if (!isLocked(lock) || isAlive(absolute)) {
        throw refusal(absolute, "in use", "a path at which no other server listens", null);
      }
      if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS) && !isSocket(absolute)) {
        throw refusal(absolute, "no socket", "a path where nothing else is", null);
      }
      return new SocketFile(absolute, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static FileChannel open(Path path, Path lockFile) throws IOException {
    try {
      return FileChannel.open(
          lockFile,
          Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (IOException e) {
      throw refusal(path, e.getClass().getSimpleName(), "a directory that can be written", e);
    }
  }

  private static boolean isLocked(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  /** Whether somebody listens there; who has no time to take the connection does, too. */
  private static boolean isAlive(Path path) throws IOException {
    if (!isSocket(path)) {
      return false;
    }
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.configureBlocking(false);
      var _ = channel.connect(UnixDomainSocketAddress.of(path));
      return true;
    } catch (ConnectException _) {
      return false;
    } catch (IOException e) {
      // The kernel's word for a full queue; what cannot be asked for want of rights lives as well.
      return !String.valueOf(e.getMessage()).contains("refused");
    }
  }

  /** Whether a socket is at this path, and no link to one. */
  public static boolean isSocket(Path path) {
    try {
      var mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      return (mode & TYPE) == SOCKET;
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }

  /**
   * Listens. The socket has its rights before it has its name, so that nobody connects before.
   *
   * @throws IOException if that is not possible
   */
  public synchronized void listen(Set<PosixFilePermission> permissions, Bind bind)
      throws IOException {
    var made = path.resolveSibling(".s" + Integer.toString(RANDOM.nextInt(36 * 36 * 36 * 36), 36));
    bind.at(made);
    try {
      Files.setPosixFilePermissions(made, permissions);
      Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
      ownKey = key(path);
    } catch (IOException e) {
      Files.deleteIfExists(made);
      throw e;
    }
  }

  private static Object key(Path path) throws IOException {
    return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }

  private static IOException refusal(
      Path path, String found, String expected, @Nullable Throwable cause) {
    return new IOException(
        "server.socket: " + path + ": " + found + " (expected: " + expected + ")", cause);
  }

  @Override
  public synchronized void close() {
    try (lock) {
      if (ownKey != null && Objects.equals(ownKey, key(path))) {
        Files.delete(path);
      }
    } catch (NoSuchFileException _) {
      // Somebody was faster.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ownKey = null;
  }
}
