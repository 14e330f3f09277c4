// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.pluginexecutor.server.files.WatchedFile;
import org.pluginexecutor.server.telemetry.VisibleText;

/**
 * The operator's list of trusted digests, as its file has it now; while that is unreadable or
 * malformed the list trusts nothing. Thread-safe.
 */
final class TrustedDigests {
  private static final int MAX_SHOWN = 80;

  private final WatchedFile<Set<String>> list;

  private TrustedDigests(WatchedFile<Set<String>> list) {
    this.list = list;
  }

  /**
   * Reads the list.
   *
   * @throws IOException if it cannot be read or is malformed; the message names file and line
   */
  static TrustedDigests open(Path file, InstantSource clock) throws IOException {
    return new TrustedDigests(
        WatchedFile.open(
            file,
            new WatchedFile.Use(true, "the list of trusted digests trusts nothing"),
            TrustedDigests::parse,
            clock));
  }

  boolean contains(String digest) {
    return list.value().map(digests -> digests.contains(digest)).orElse(false);
  }

  private static Set<String> parse(String text) throws IOException {
    var digests = new HashSet<String>();
    int number = 0;
    for (var line : text.lines().toList()) {
      number++;
      int comment = line.indexOf('#');
      var entry = (comment < 0 ? line : line.substring(0, comment)).strip();
      if (entry.isEmpty()) {
        continue;
      }
      if (!PackageSignature.isDigest(entry)) {
        throw new IOException(
            "line "
                + number
                + ": "
                + VisibleText.of(entry, MAX_SHOWN)
                + " (expected: sha256: and 64 hexadecimal digits in lower case)");
      }
      digests.add(entry);
    }
    return Set.copyOf(digests);
  }
}
