// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.server.config.ArchiveLimits;
import org.pluginexecutor.server.plugin.TestPackage;

/** What a zip takes when it has been unpacked. */
class ArchiveRoomTest {
  @TempDir Path directory;

  @Test
  void a_removed_zip_takes_no_room_any_more() throws Exception {
    var zip = Files.write(directory.resolve("zip"), TestPackage.aa("p", "1.0").zip());
    var target = Files.createDirectory(directory.resolve("target"));

    Archive.unpack(zip, target, new ArchiveLimits(100, 1 << 20, 100, 8));
    Files.delete(zip);

    assertThat(Files.readAllLines(Path.of("/proc/self/maps")))
        .noneMatch(line -> line.contains(directory.toString()));
  }
}
