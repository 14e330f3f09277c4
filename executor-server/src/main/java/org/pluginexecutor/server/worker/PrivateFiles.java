// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** What the files of workers and of zygotes have in common. Stateless. */
final class PrivateFiles {
  /** Of directories that only the server's user can enter. */
  static final FileAttribute<Set<PosixFilePermission>> MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private static final int LAST_WORDS_BYTES = 4 << 10;

  private PrivateFiles() {}

  /** The end of what a process said on its standard error. */
  static String lastWords(Path startLog) {
    try {
      var words = Files.readAllBytes(startLog);
      int start = Math.max(0, words.length - LAST_WORDS_BYTES);
      return new String(words, start, words.length - start, StandardCharsets.UTF_8).strip();
    } catch (IOException _) {
      return "none";
    }
  }
}
