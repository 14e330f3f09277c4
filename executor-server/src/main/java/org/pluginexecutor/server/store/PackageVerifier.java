// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.pluginexecutor.server.error.ExecutorError.PluginDigestMismatch;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.files.Digests;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the files of a stored package against what was written down when it was uploaded: the zip
 * against its digest, and the unpacked files, byte code included, against theirs. Stateless.
 */
final class PackageVerifier {
  private static final Logger log = LoggerFactory.getLogger(PackageVerifier.class);

  private PackageVerifier() {}

  static List<IntegrityCheck> verify(StoredPlugin plugin) {
    return List.of(
        check("zip_checksum", "the stored zip", foundZip(plugin.zip()), plugin.digest()),
        check(
            "zip_content",
            "the tree of unpacked files",
            foundTree(plugin.tree()),
            plugin.treeDigest()));
  }

  static boolean isIntact(Path directory, String digest, String treeDigest) {
    return foundZip(directory.resolve(PackageFiles.ZIP)).equals(digest)
        && foundTree(directory.resolve(PackageFiles.TREE)).equals(treeDigest);
  }

  /**
   * Returns if the stored zip is the one that was uploaded.
   *
   * @throws ExecutorException if it is not
   */
  static void requireIntactZip(StoredPlugin plugin) {
    var found = foundZip(plugin.zip());
    if (!found.equals(plugin.digest())) {
      throw new ExecutorException(
          new PluginDigestMismatch(plugin.manifest().id(), "the stored zip is " + found));
    }
  }

  private static String foundZip(Path zip) {
    try {
      return Files.isRegularFile(zip, LinkOption.NOFOLLOW_LINKS) ? Digests.ofFile(zip) : "gone";
    } catch (IOException e) {
      return unreadable(e);
    }
  }

  private static String foundTree(Path tree) {
    try {
      return Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS) ? digestOfTree(tree) : "gone";
    } catch (IOException e) {
      return unreadable(e);
    }
  }

  private static String unreadable(IOException cause) {
    log.warn("a stored package cannot be read", cause);
    return "unreadable";
  }

  private static IntegrityCheck check(String name, String what, String found, String expected) {
    return found.equals(expected)
        ? new IntegrityCheck(name, true, what + " is as it was uploaded")
        : new IntegrityCheck(
            name, false, what + " is " + found + " (expected: " + expected + ", as uploaded)");
  }

  /** Digest over the names, kinds and contents of everything below a directory. */
  static String digestOfTree(Path tree) throws IOException {
    var sha256 = Digests.sha256();
    try (var paths = Files.walk(tree)) {
      for (var path : paths.sorted().toList()) {
        var name = tree.relativize(path).toString();
        var kind =
            Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                ? "directory"
                : Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                    ? Digests.ofFile(path)
                    : "neither file nor directory";
        sha256.update((name + "\0" + kind + "\0").getBytes(StandardCharsets.UTF_8));
      }
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
    return Digests.text(sha256);
  }
}
