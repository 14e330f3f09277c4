// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.time.Instant;

/**
 * One line that was printed during an invocation. Immutable.
 *
 * @param sequence position among all lines of the invocation, from 1
 * @param text the session id (the invocation id where there is no session), a colon, a blank, then
 *     the line
 * @param time when the server read it
 */
public record LogLine(Source source, long sequence, String text, Instant time) {

  /** Where a line came from. */
  public enum Source {
    STDOUT,
    STDERR,
    /** The executor's own remark. */
    EXECUTOR
  }
}
