// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores that may not be written any more, or never. */
class ReadOnlyStoreTest {
  @TempDir Path directory;

  @Test
  void g6_serves_what_is_there_when_its_disk_becomes_read_only() throws Exception {
    var disk = Files.createDirectory(directory.resolve("disk"));

    assertServes(OwnMounts.tmpfs(disk, "size=16m"), disk, "mount");
  }

  @Test
  void g6_serves_what_is_there_when_it_loses_its_rights() throws Exception {
    var disk = Files.createDirectory(directory.resolve("disk"));

    assertServes(OwnMounts.bound(), disk, "rights");
  }

  private void assertServes(List<String> wrapper, Path disk, String how) throws Exception {
    try (var child =
        StoreChild.start(
            directory.resolve("log"), wrapper, ReadOnlyStore.class, disk.toString(), how)) {
      assertThat(child.end()).isEmpty();
    }
  }
}
