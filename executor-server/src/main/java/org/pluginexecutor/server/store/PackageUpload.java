// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.pluginexecutor.server.error.ExecutorError.InvalidPluginPackage;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.files.Digests;
import org.pluginexecutor.server.files.TreeRemover;
import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.server.plugin.PackageCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A zip that is arriving. It lies in a staging directory of its own, which is removed on close
 * unless the catalog has taken it over. Confined to one thread at a time.
 */
public final class PackageUpload implements Resource {
  private static final Logger log = LoggerFactory.getLogger(PackageUpload.class);

  private final Path staging;
  private final Path root;
  private final FileChannel zip;
  private final MessageDigest sha256 = Digests.sha256();
  private long sizeBytes;

  PackageUpload(Path staging, Path root) throws IOException {
    this.staging = staging;
    this.root = root;
    this.zip = DataDirectory.newFile(staging.resolve(PackageFiles.ZIP));
  }

  /**
   * Adds the next bytes.
   *
   * @throws ExecutorException if the zip becomes too large, or the store has no room for it
   */
  public void append(ByteBuffer bytes) {
    sizeBytes += bytes.remaining();
    if (sizeBytes > PackageCheck.MAX_ZIP_BYTES) {
      throw new ExecutorException(
          InvalidPluginPackage.of(
              "archive.size_bytes",
              "more than " + PackageCheck.MAX_ZIP_BYTES + " B (expected: at most that many)"));
    }
    sha256.update(bytes.duplicate());
    try {
      while (bytes.hasRemaining()) {
        zip.write(bytes);
      }
    } catch (IOException e) {
      throw StoreFaults.toException(StoreOperation.STAGE_PACKAGE, root, e);
    }
  }

  /** Ends the upload: nothing can be appended afterwards. */
  Received receive() throws IOException {
    if (sizeBytes == 0) {
      throw new ExecutorException(
          InvalidPluginPackage.of("archive", "empty (expected: a zip file)"));
    }
    zip.close();
    return new Received(staging, Digests.text(sha256), sizeBytes);
  }

  @Override
  public void close() {
    try {
      zip.close();
      TreeRemover.remove(staging);
    } catch (IOException e) {
      // What was asked for is done or refused by now; this does not change it.
      log.warn("a staged package could not be removed; the next start will try again", e);
    }
  }

  /** A zip that has arrived. */
  record Received(Path staging, String digest, long sizeBytes) {}
}
