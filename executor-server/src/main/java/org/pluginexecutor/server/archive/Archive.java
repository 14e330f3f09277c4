// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.archive;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.pluginexecutor.server.config.ArchiveLimits;

/** Unpacks zip files without trust. Stateless. */
public final class Archive {
  private Archive() {}

  /**
   * Checks a zip and unpacks it. What breaks a rule is refused before anything is inflated, and
   * content that is not what its header says before anything is written.
   *
   * @param zip a file that nobody changes meanwhile
   * @param target an empty directory; stays so when the zip breaks rules
   * @throws ArchiveException if the zip breaks rules, with every problem that was found
   * @throws IOException if the disk fails
   */
  public static void unpack(Path zip, Path target, ArchiveLimits limits)
      throws ArchiveException, IOException {
    // Not left to the garbage collector: a file that is mapped takes room on the disk, also when it
    // is removed.
    try (var arena = Arena.ofConfined();
        var file = FileChannel.open(zip, StandardOpenOption.READ)) {
      var bytes = file.map(MapMode.READ_ONLY, 0, file.size(), arena).asByteBuffer();
      var index = ZipIndex.read(bytes, limits);
      try (var extractor = new ZipExtractor(bytes, target)) {
        extractor.extract(index);
      }
    }
  }
}
