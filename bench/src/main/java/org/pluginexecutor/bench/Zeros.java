// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench;

import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Zeros, deflated a thousand to one without deflating them all: one chunk that ends on a byte is
 * repeated. Immutable.
 */
final class Zeros {
  private static final int CHUNK_SIZE = 1 << 20;

  /** An empty block that says it is the last. */
  private static final byte[] LAST_BLOCK = {3, 0};

  private static final byte[] CHUNK = chunk();

  private final long size;
  private final byte[] deflated;

  private Zeros(long size, byte[] deflated) {
    this.size = size;
    this.deflated = deflated;
  }

  private static byte[] chunk() {
    var buffer = new byte[CHUNK_SIZE];
    try (var deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
      deflater.setInput(new byte[CHUNK_SIZE]);
      int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
      return java.util.Arrays.copyOf(buffer, length);
    }
  }

  /** So many MiB of zeros. */
  static Zeros ofMebibytes(int count) {
    var stream = new byte[count * CHUNK.length + LAST_BLOCK.length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(CHUNK, 0, stream, i * CHUNK.length, CHUNK.length);
    }
    System.arraycopy(LAST_BLOCK, 0, stream, stream.length - LAST_BLOCK.length, LAST_BLOCK.length);
    return new Zeros((long) count * CHUNK_SIZE, stream);
  }

  /** As many zeros as fit into so many bytes. */
  static Zeros fitting(int bytes) {
    return ofMebibytes((bytes - LAST_BLOCK.length) / CHUNK.length);
  }

  /** How many zeros. */
  long size() {
    return size;
  }

  /** A whole deflate stream; not to be changed. */
  byte[] deflated() {
    return deflated;
  }

  /** Adds the zeros to a checksum. */
  CRC32 addTo(CRC32 crc) {
    var zeros = new byte[CHUNK_SIZE];
    for (long i = 0; i < size / CHUNK_SIZE; i++) {
      crc.update(zeros);
    }
    return crc;
  }
}
