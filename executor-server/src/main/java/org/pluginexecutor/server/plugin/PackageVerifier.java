// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Holds the files of a stored package against what was written down when it was uploaded: the zip
 * against its digest, and the unpacked files, byte code included, against theirs. Stateless.
 */
final class PackageVerifier {
  private static final int BUFFER_BYTES = 64 << 10;

  private PackageVerifier() {}

  static List<IntegrityCheck> verify(StoredPlugin plugin) throws IOException {
    return List.of(
        check(
            "zip_checksum",
            "the stored zip",
            Files.isRegularFile(plugin.zip(), LinkOption.NOFOLLOW_LINKS)
                ? digestOfFile(plugin.zip())
                : "gone",
            plugin.digest()),
        check(
            "zip_content",
            "the tree of unpacked files",
            Files.isDirectory(plugin.tree(), LinkOption.NOFOLLOW_LINKS)
                ? digestOfTree(plugin.tree())
                : "gone",
            plugin.treeDigest()));
  }

  private static IntegrityCheck check(String name, String what, String found, String expected) {
    return found.equals(expected)
        ? new IntegrityCheck(name, true, what + " is as it was uploaded")
        : new IntegrityCheck(
            name, false, what + " is " + found + " (expected: " + expected + ", as uploaded)");
  }

  /** Digest over the names, kinds and contents of everything below a directory. */
  static String digestOfTree(Path tree) throws IOException {
    var sha256 = sha256();
    try (var paths = Files.walk(tree)) {
      for (var path : paths.sorted().toList()) {
        var name = tree.relativize(path).toString();
        var kind =
            Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                ? "directory"
                : Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                    ? digestOfFile(path)
                    : "neither file nor directory";
        sha256.update((name + "\0" + kind + "\0").getBytes(StandardCharsets.UTF_8));
      }
    }
    return text(sha256);
  }

  private static String digestOfFile(Path file) throws IOException {
    var sha256 = sha256();
    var buffer = new byte[BUFFER_BYTES];
    try (var in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
      }
    }
    return text(sha256);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String text(MessageDigest digest) {
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }
}
