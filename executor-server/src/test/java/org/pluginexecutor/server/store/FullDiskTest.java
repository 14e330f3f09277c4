// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of a store whose disk is full at any step of theirs. */
class FullDiskTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"blocks, 'size=3m,nr_inodes=1000'", "inodes, 'size=8m,nr_inodes=200'"})
  void a28_each_change_is_made_or_refused_and_what_is_stored_is_served(String what, String options)
      throws Exception {
    var disk = Files.createDirectory(directory.resolve("disk"));
    var wrapper = OwnMounts.tmpfs(disk, options);
    try (var child =
        StoreChild.start(
            directory.resolve("log"), wrapper, FullDisk.class, disk.toString(), what)) {
      var refused = child.end().stream().map(Integer::valueOf).toList();

      assertThat(refused).startsWith(9).endsWith(0).hasSizeGreaterThan(3);
    }
  }
}
