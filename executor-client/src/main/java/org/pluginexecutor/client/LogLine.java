// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.time.Instant;

/**
 * One line that was printed during an invocation. Immutable.
 *
 * @param stream where the line came from
 * @param sequence position among all lines of the invocation, from 1
 * @param text the session id (the invocation id where there is no session), a colon, a space, then
 *     the line without its line end
 * @param time when the server read the line
 */
public record LogLine(Stream stream, long sequence, String text, Instant time) {
  /** Where a line came from. */
  public enum Stream {
    /** The plugin's standard output. */
    STDOUT,
    /** The plugin's standard error. */
    STDERR,
    /** The executor's own remark. */
    EXECUTOR,
    /** A stream that this client does not know. */
    UNKNOWN
  }
}
