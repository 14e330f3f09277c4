// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.files.TreeRemover;
import org.pluginexecutor.server.lifecycle.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A backup that is arriving. It lies in a staging directory of its own, which is removed on close.
 * Confined to one thread at a time.
 */
public final class BackupUpload implements Resource {
  private static final Logger log = LoggerFactory.getLogger(BackupUpload.class);

  private final Path staging;
  private final Path root;
  private final FileChannel channel;

  BackupUpload(Path staging, Path root) throws IOException {
    this.staging = staging;
    this.root = root;
    this.channel = DataDirectory.newFile(file());
  }

  Path file() {
    return staging.resolve("backup");
  }

  /**
   * Adds the next bytes.
   *
   * @throws ExecutorException if the store has no room for them
   */
  public void append(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw StoreFaults.toException(StoreOperation.STAGE_BACKUP, root, e);
    }
  }

  /** Ends the arrival; returns where there is room for what is made of it. */
  Path receive() throws IOException {
    channel.close();
    return staging;
  }

  @Override
  public void close() {
    try {
      channel.close();
      TreeRemover.remove(staging);
    } catch (IOException e) {
      // What was asked for is done or refused by now; this does not change it.
      log.warn("a staged backup could not be removed; the next start will try again", e);
    }
  }
}
