// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.files.Durable;
import org.pluginexecutor.server.files.TreeRemover;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalog file as it is now, whichever server wrote it: read again when it has become another
 * one, replaced whole by a rename. Thread-safe; who replaces it has the store to itself.
 */
final class CurrentCatalog {
  private static final Logger log = LoggerFactory.getLogger(CurrentCatalog.class);

  private final DataDirectory directory;

  /** The catalog as it was read last; replaced whole. */
  private volatile Seen seen = new Seen(null, CatalogState.EMPTY);

  @GuardedBy("this")
  private boolean unreadable;

  /** A state, and what tells the file that it was read from. */
  private record Seen(@Nullable Stamp stamp, CatalogState state) {}

  /** What tells one catalog file from the next, which has its name but is another file. */
  private record Stamp(@Nullable Object fileKey, FileTime modified, long sizeBytes) {}

  CurrentCatalog(DataDirectory directory) {
    this.directory = directory;
  }

  /** What is stored now, whoever changed it. */
  CatalogState state() {
    var last = seen;
    try {
      var stamp = stamp();
      if (stamp.equals(last.stamp())) {
        return last.state();
      }
      return readAgain();
    } catch (IOException e) {
      warnOnce(e);
      // What was stored is better than nothing: calls go on while the disk is looked after.
      return last.state();
    }
  }

  /**
   * The same for who must not be told what was stored before.
   *
   * @throws IOException if the file cannot be read, or is none that can be trusted
   */
  synchronized CatalogState readAgain() throws IOException {
    if (!stamp().equals(seen.stamp())) {
      seen = read();
    }
    unreadable = false;
    return seen.state();
  }

  private synchronized void warnOnce(IOException cause) {
    if (!unreadable) {
      log.error("the store's catalog cannot be read; serving what was read last", cause);
      unreadable = true;
    }
  }

  /** The stamp is taken first: a file that comes in between is then read once more, not missed. */
  private Seen read() throws IOException {
    var stamp = stamp();
    return new Seen(stamp, CatalogFile.read(directory.catalog(), directory.packages()));
  }

  private Stamp stamp() throws IOException {
    var attributes = Files.readAttributes(directory.catalog(), BasicFileAttributes.class);
    return new Stamp(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
  }

  /** Puts another one in its place: all of it and on the disk, or nothing. */
  void replace(CatalogState state) throws IOException {
    var staging = directory.newStagingDirectory("catalog-");
    var aside = staging.resolve("catalog");
    try {
      Durable.write(aside, CatalogFile.toBytes(state));
      makeLater(aside);
      Durable.move(aside, directory.catalog());
    } finally {
      Chores.quietly("clean up", () -> TreeRemover.remove(staging));
    }
  }

  /**
   * Makes a catalog differ in its time from the one before it. It may be the same in all else that
   * {@link Stamp} knows: a file gets the number of one that was just removed, and the kernel's
   * clock stands still for milliseconds.
   */
  private void makeLater(Path aside) throws IOException {
    if (Files.exists(directory.catalog())) {
      var before = Files.getLastModifiedTime(directory.catalog());
      if (Files.getLastModifiedTime(aside).compareTo(before) <= 0) {
        Files.setLastModifiedTime(
            aside, FileTime.from(before.toInstant().plus(1, ChronoUnit.MICROS)));
      }
    }
  }
}
