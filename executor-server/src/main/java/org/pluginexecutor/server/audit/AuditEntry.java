// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.audit;

import java.time.Instant;

/**
 * One line of the audit log. Immutable.
 *
 * @param action the method that was called, such as {@code UploadPlugin}
 * @param subject what it was about: a plugin's id, or an instance and its revision; may be empty
 * @param digest digest of the plugin that it was about; may be empty
 * @param reason why it was refused; empty when it was done
 * @param generation of the store: the one that the change made, or the one that it left alone
 */
public record AuditEntry(
    Instant time,
    Caller caller,
    String action,
    String subject,
    String digest,
    Result result,
    String reason,
    long generation) {

  /** What became of a request. */
  public enum Result {
    DONE,
    REFUSED
  }
}
