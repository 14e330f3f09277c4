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
 * The files of one zygote: its socket, its private directory, and what it says when it does not
 * come up. Removed on close. Thread-safe.
 */
final class ZygoteFiles implements Resource {
  private static final Logger log = LoggerFactory.getLogger(ZygoteFiles.class);

  private final Path directory;

  private ZygoteFiles(Path directory) {
    this.directory = directory;
  }

  static ZygoteFiles create(Path parent, String name) throws IOException {
    var files = new ZygoteFiles(Files.createDirectory(parent.resolve(name), PrivateFiles.MODE));
    try {
      Files.createDirectory(files.workDirectory(), PrivateFiles.MODE);
      return files;
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  Path socket() {
    return directory.resolve("socket");
  }

  Path workDirectory() {
    return directory.resolve("work");
  }

  /** Where its standard error goes. */
  Path startLog() {
    return directory.resolve("start.log");
  }

  @Override
  public void close() {
    try {
      TreeRemover.remove(directory);
    } catch (IOException e) {
      log.warn("the directory of a zygote could not be removed", e);
    }
  }
}
