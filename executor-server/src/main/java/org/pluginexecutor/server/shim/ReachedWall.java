// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

/**
 * A wall or a limit that an invocation ran into. Immutable.
 *
 * @param kind what stands there, and the unit of the numbers
 * @param limit 0: there is none, or it is not known
 * @param reached how far it came; the limit itself where the step beyond it was refused
 * @param where a line of the package; empty: not known
 * @param subject what was refused: a path, an address, a function; empty: not known
 * @param message in words for the author: what holds, and what to change
 * @param count how often it was reached there
 */
public record ReachedWall(
    Kind kind, long limit, long reached, String where, String subject, String message, int count) {

  /** What stands there. */
  public enum Kind {
    /** In milliseconds. */
    WALL_TIME,
    /** In milliseconds. */
    CPU_TIME,
    /** In bytes. */
    MEMORY,
    PROCESSES,
    OPEN_FILES,
    /** In bytes. */
    FILE_SIZE,
    /** In bytes. */
    TMP_BYTES,
    TMP_FILES,
    /** In bytes. */
    STDOUT,
    /** In bytes. */
    STDERR,
    /** In bytes. */
    RESULT,
    PATH,
    NETWORK,
    SYSTEM_CALL
  }

  /** A limit of the whole invocation, reached at no place in particular. */
  public ReachedWall(Kind kind, long limit, long reached, String message) {
    this(kind, limit, reached, "", "", message, 1);
  }

  /** Without what code of the plugin can have put into it. */
  public ReachedWall withoutTexts() {
    return new ReachedWall(kind, limit, reached, "", "", "", count);
  }
}
