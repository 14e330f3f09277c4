// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.pluginexecutor.server.lifecycle.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's directory for what does not outlive it: the shim's files, sockets, working
 * directories of workers. Only the server's user can list it. Removed when closed; what a killed
 * server left behind is removed by the next one that starts.
 */
public final class RuntimeDirectory implements Resource {
  private static final Logger log = LoggerFactory.getLogger(RuntimeDirectory.class);
  private static final String PREFIX = "plugin-executor-";
  private static final String LOCK = "lock";

  /**
   * Directories of this very process, whose lock files must not even be opened: closing one would
   * drop its lock.
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private static final Path SELF = Path.of("/proc/self");

  /** All rights but that to pass through, which workers of another user may need. */
  private static final int GROUP_AND_OTHERS = 0076;

  private final Path path;
  private final FileChannel lockFile;

  private RuntimeDirectory(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Makes a new one and removes the leftovers of servers that are gone.
   *
   * @param parent where to make it; short, because the path of a Unix socket holds only 107 bytes
   */
  public static RuntimeDirectory create(Path parent) throws IOException {
    removeLeftovers(parent);
    var path =
        Files.createTempDirectory(
            parent,
            PREFIX,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    OWN.add(path);
    var lockFile =
        FileChannel.open(
            path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    // The lock lives as long as the process and its descriptor: it is how a later server sees that
    // this one is alive.
    var _ = lockFile.lock();
    return new RuntimeDirectory(path, lockFile);
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      lockFile.close();
      TreeRemover.remove(path);
      OWN.remove(path);
    } catch (IOException e) {
      log.warn("the runtime directory could not be removed; the next start will try again", e);
    }
  }

  private static void removeLeftovers(Path parent) throws IOException {
    try (var directories = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (var directory : directories) {
        if (!OWN.contains(directory) && isOurs(directory) && isAbandoned(directory)) {
          log.info("removing what a killed server left behind");
          TreeRemover.remove(directory);
        }
      }
    }
  }

  /**
   * Whether it is a directory that nobody else can have made or changed: in a place where everybody
   * may write, another user's directory of that name could be a trap for whoever removes it.
   */
  private static boolean isOurs(Path directory) {
    try {
      var attributes =
          Files.readAttributes(directory, "unix:isDirectory,uid,mode", LinkOption.NOFOLLOW_LINKS);
      return Boolean.TRUE.equals(attributes.get("isDirectory"))
          && Objects.equals(attributes.get("uid"), Files.getAttribute(SELF, "unix:uid"))
          && ((int) Objects.requireNonNull(attributes.get("mode")) & GROUP_AND_OTHERS) == 0;
    } catch (IOException _) {
      // Gone meanwhile.
      return false;
    }
  }

  /** A directory without a lock file is one that another server is just making. */
  private static boolean isAbandoned(Path directory) {
    try (var file = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE);
        FileLock lock = file.tryLock()) {
      return lock != null;
    } catch (IOException | OverlappingFileLockException _) {
      return false;
    }
  }
}
