// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pluginexecutor.server.files.TreeRemover;
import org.pluginexecutor.server.lifecycle.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one worker: its private working directory, and beside it what it says when it does
 * not come up. Removed on close. Confined to one thread.
 */
final class WorkerFiles implements Resource {
  private static final Logger log = LoggerFactory.getLogger(WorkerFiles.class);

  private final Path directory;

  private WorkerFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes them. The working directory gets a link to each top-level entry of the package: plugins
   * open their own data files by relative names (contract 3.5), yet nothing they write there lands
   * in the package.
   */
  static WorkerFiles create(Path parent, String name, Path pluginDirectory) throws IOException {
    var files = new WorkerFiles(Files.createDirectory(parent.resolve(name)));
    try {
      Files.createDirectory(files.workingDirectory(), PrivateFiles.MODE);
      try (var entries = Files.newDirectoryStream(pluginDirectory)) {
        for (var entry : entries) {
          Files.createSymbolicLink(
              files.workingDirectory().resolve(entry.getFileName()), entry.toAbsolutePath());
        }
      }
      return files;
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  Path workingDirectory() {
    return directory.resolve("work");
  }

  /** Where the supervisor's standard error goes. */
  Path startLog() {
    return directory.resolve("start.log");
  }

  @Override
  public void close() {
    try {
      TreeRemover.remove(directory);
    } catch (IOException e) {
      log.warn("a working directory could not be removed", e);
    }
  }
}
