// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.pluginexecutor.server.error.ExecutorError.InvalidPluginPackage;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.files.TreeRemover;
import org.pluginexecutor.server.lifecycle.Resource;

/**
 * A zip that is arriving. It lies in a staging directory of its own, which is removed on close
 * unless the catalog has taken it over. Confined to one thread at a time.
 */
public final class PackageUpload implements Resource {
  /** Largest zip: 20 MiB (contract P2, Q1). */
  public static final int MAX_ZIP_BYTES = 20 << 20;

  private final Path staging;
  private final FileChannel zip;
  private final MessageDigest sha256;
  private long sizeBytes;

  PackageUpload(Path staging) throws IOException {
    this.staging = staging;
    this.zip =
        FileChannel.open(
            staging.resolve("package.zip"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE);
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Adds the next bytes.
   *
   * @throws ExecutorException if the zip becomes too large
   */
  public void append(ByteBuffer bytes) throws IOException {
    sizeBytes += bytes.remaining();
    if (sizeBytes > MAX_ZIP_BYTES) {
      throw new ExecutorException(
          InvalidPluginPackage.of(
              "archive.size_bytes",
              "more than " + MAX_ZIP_BYTES + " B (expected: at most that many)"));
    }
    sha256.update(bytes.duplicate());
    while (bytes.hasRemaining()) {
      zip.write(bytes);
    }
  }

  /** Ends the upload: nothing can be appended afterwards. */
  Received receive() throws IOException {
    if (sizeBytes == 0) {
      throw new ExecutorException(
          InvalidPluginPackage.of("archive", "empty (expected: a zip file)"));
    }
    zip.force(true);
    zip.close();
    return new Received(staging, "sha256:" + HexFormat.of().formatHex(sha256.digest()), sizeBytes);
  }

  @Override
  public void close() {
    try {
      zip.close();
      if (Files.exists(staging)) {
        TreeRemover.remove(staging);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** A zip that has arrived. */
  record Received(Path staging, String digest, long sizeBytes) {}
}
