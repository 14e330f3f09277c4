// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.archive;

/**
 * One file or directory of a checked archive. Immutable.
 *
 * @param name relative path with '/' between its parts, without a slash at its end; safe to resolve
 *     against a directory
 * @param directory whether it is a directory
 * @param method how it is compressed: {@link #STORED} or {@link #DEFLATED}
 * @param crc32 checksum of its content
 * @param compressedBytes size in the archive
 * @param size size of its content
 * @param dataOffset where its bytes begin in the archive
 */
record ArchiveEntry(
    String name,
    boolean directory,
    int method,
    long crc32,
    long compressedBytes,
    long size,
    long dataOffset) {
  static final int STORED = 0;
  static final int DEFLATED = 8;
}
