// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.util.List;

/**
 * Reads who changed what in the server's store, and who was refused. Thread-safe. Each call takes
 * at most one minute.
 *
 * <p>Every method throws an {@link ExecutorClientException} when the server refuses or cannot be
 * asked, and {@link CallCancelledException} when the calling thread is interrupted.
 */
public interface AuditLog {
  /** The largest limit of {@link #list}. */
  int MAX_LIMIT = 1_000_000;

  /**
   * Lists the latest entries, the latest first.
   *
   * @param limit how many at most, 1 to {@link #MAX_LIMIT}
   * @throws IllegalArgumentException when the limit breaks its rule
   */
  List<AuditEntry> list(int limit);
}
