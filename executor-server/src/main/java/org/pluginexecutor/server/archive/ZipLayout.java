// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.archive;

/**
 * Offsets and values of the zip format, by the names of its specification (PKWARE APPNOTE 6.3.10,
 * sections 4.3.7, 4.3.12 and 4.3.16). All numbers are little-endian.
 */
final class ZipLayout {
  static final int LOCAL_SIGNATURE = 0x04034b50;
  static final int LOCAL_BYTES = 30;
  static final int LOCAL_FLAGS = 6;
  static final int LOCAL_METHOD = 8;
  static final int LOCAL_CRC = 14;
  static final int LOCAL_COMPRESSED_SIZE = 18;
  static final int LOCAL_SIZE = 22;
  static final int LOCAL_NAME_LENGTH = 26;
  static final int LOCAL_EXTRA_LENGTH = 28;

  static final int CENTRAL_SIGNATURE = 0x02014b50;
  static final int CENTRAL_BYTES = 46;
  static final int CENTRAL_MADE_BY = 4;
  static final int CENTRAL_FLAGS = 8;
  static final int CENTRAL_METHOD = 10;
  static final int CENTRAL_CRC = 16;
  static final int CENTRAL_COMPRESSED_SIZE = 20;
  static final int CENTRAL_SIZE = 24;
  static final int CENTRAL_NAME_LENGTH = 28;
  static final int CENTRAL_EXTRA_LENGTH = 30;
  static final int CENTRAL_COMMENT_LENGTH = 32;
  static final int CENTRAL_DISK = 34;
  static final int CENTRAL_EXTERNAL_ATTRIBUTES = 38;
  static final int CENTRAL_LOCAL_OFFSET = 42;

  static final int END_SIGNATURE = 0x06054b50;
  static final int END_BYTES = 22;
  static final int END_DISK = 4;
  static final int END_CENTRAL_DISK = 6;
  static final int END_ENTRIES_ON_DISK = 8;
  static final int END_ENTRIES = 10;
  static final int END_CENTRAL_SIZE = 12;
  static final int END_CENTRAL_OFFSET = 16;
  static final int END_COMMENT_LENGTH = 20;
  static final int MAX_COMMENT_BYTES = 0xffff;

  static final int FLAG_ENCRYPTED = 1;
  static final int FLAG_DATA_DESCRIPTOR = 1 << 3;
  static final int FLAG_PATCHED = 1 << 5;
  static final int FLAG_STRONG_ENCRYPTION = 1 << 6;
  static final int FLAG_UTF8 = 1 << 11;
  static final int FLAG_MASKED_HEADERS = 1 << 13;

  /** Upper byte of "made by": the external attributes begin with a Unix mode. */
  static final int MADE_BY_UNIX = 3;

  static final int MODE_TYPE_MASK = 0xf000;
  static final int MODE_REGULAR = 0x8000;
  static final int MODE_DIRECTORY = 0x4000;

  private ZipLayout() {}
}
