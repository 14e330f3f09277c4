// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.pluginexecutor.server.files.TreeRemover;

/**
 * Where a benchmark has its files, removed when closed. Immutable.
 *
 * @param path of the directory
 */
record WorkDirectory(Path path) implements AutoCloseable {
  static WorkDirectory create(Optional<Path> parent) throws IOException {
    var directory =
        Files.createTempDirectory(
            parent.orElse(Path.of(System.getProperty("java.io.tmpdir"))), "plugin-executor-bench-");
    // At the level portable the workers' user has to pass through.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    return new WorkDirectory(directory);
  }

  @Override
  public void close() throws IOException {
    TreeRemover.remove(path);
  }
}
