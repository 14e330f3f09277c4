// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.backup;

import java.nio.charset.StandardCharsets;
import org.pluginexecutor.server.files.Digests;

/** What writer and reader of backup files agree on; see docs/BACKUP_FORMAT.md. Stateless. */
final class BackupFormat {
  static final String PRODUCT = "plugin-executor-backup";
  static final int VERSION = 1;
  static final String PLAIN = "plain";
  static final String SEALED = "sealed";

  static final int MAX_HEADER_BYTES = 128;
  static final int MAX_WRAPPED_KEY_BYTES = 64 << 10;
  static final int MAX_NAME_BYTES = 511;
  static final long MAX_ENTRY_BYTES = 64L << 20;
  static final int MAX_ENTRIES = 100_000;

  /** Stands where the length of a name would. */
  static final int END = 0;

  static final int DIGEST_BYTES = 32;

  private BackupFormat() {}

  static byte[] header(boolean sealed) {
    return (PRODUCT + " " + VERSION + " " + (sealed ? SEALED : PLAIN) + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** What the body is sealed for: this format, and the key that is in front of it. */
  static String context(byte[] wrappedKey) {
    return PRODUCT + " " + VERSION + " " + SEALED + " " + Digests.of(wrappedKey);
  }
}
