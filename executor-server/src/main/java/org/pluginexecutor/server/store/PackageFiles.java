// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.pluginexecutor.server.files.Digests;
import org.pluginexecutor.server.files.Durable;
import org.pluginexecutor.server.files.ReadOnlyTree;
import org.pluginexecutor.server.files.TreeRemover;
import org.pluginexecutor.server.os.FileSystemSync;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of packages: one directory per digest, which appears whole by one rename. What changes
 * them runs under the store's lock; the rest is thread-safe.
 */
final class PackageFiles {
  private static final Logger log = LoggerFactory.getLogger(PackageFiles.class);

  static final String ZIP = "package.zip";
  static final String TREE = "tree";

  private final DataDirectory directory;
  private final PackageLocks locks;

  PackageFiles(DataDirectory directory, PackageLocks locks) {
    this.directory = directory;
    this.locks = locks;
  }

  /** Where the files of a package lie, or would. */
  Path directoryOf(String digest) {
    return directory.packages().resolve(digest.substring(Digests.PREFIX.length()));
  }

  /**
   * Makes what was unpacked into a staging directory fit to be stored: read-only, and on the disk.
   *
   * @return the digest of the tree
   */
  static String complete(Path staging) throws IOException {
    var tree = staging.resolve(TREE);
    ReadOnlyTree.make(tree);
    PackageLocks.prepare(staging);
    FileSystemSync.sync(staging);
    return PackageVerifier.digestOfTree(tree);
  }

  /**
   * Moves a complete package to its place, unless its files are there already: those of a version
   * that was deleted while calls ran.
   */
  void place(Path staging, String digest, String treeDigest) throws IOException {
    var target = directoryOf(digest);
    if (!Files.isDirectory(target)) {
      Durable.move(staging, target);
    } else if (!PackageVerifier.isIntact(target, digest, treeDigest)) {
      var trash = directory.newTrash();
      PackageLocks.handOver(target, staging);
      Durable.move(target, trash);
      Durable.move(staging, target);
      remove(trash);
    }
  }

  /** Removes the packages that the catalog does not name and nobody uses. */
  void collectGarbage(CatalogState state) throws IOException {
    Set<Path> used =
        state.plugins().values().stream().map(StoredPlugin::directory).collect(Collectors.toSet());
    try (var directories = Files.newDirectoryStream(directory.packages())) {
      for (var path : directories) {
        // First out of the way by one rename: the place of a digest is never half empty, and nobody
        // waits while the files go.
        var trash = directory.newTrash();
        if (!used.contains(path) && locks.ifUnused(path, () -> Durable.move(path, trash))) {
          remove(trash);
        }
      }
    }
  }

  private static void remove(Path trash) {
    try {
      TreeRemover.remove(trash);
    } catch (IOException e) {
      log.warn("files of a package could not be removed; the next start will try again", e);
    }
  }
}
