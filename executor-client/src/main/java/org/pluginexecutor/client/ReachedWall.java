// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

/**
 * A wall or a limit that an invocation ran into. Immutable.
 *
 * @param kind what stands there, and in which unit the numbers are
 * @param limit the limit; 0: there is none, or it is not known
 * @param reached how far the invocation came: the limit itself where the step beyond it was
 *     refused, more where it is noticed afterwards; 0: there is no number
 * @param where the innermost line of the plugin, for example {@code main.py:12}; empty: not known.
 *     Written where the plugin ran, which can make it up
 * @param subject the path, the address or the Python function that was refused; empty: not known.
 *     Written where the plugin ran
 * @param message in words for the author of the plugin: what holds, and what to change
 * @param count how often it was reached at this place
 */
public record ReachedWall(
    Kind kind, long limit, long reached, String where, String subject, String message, int count) {
  /** What stands there. */
  public enum Kind {
    /** The time limit, in milliseconds. */
    WALL_TIME,
    /** CPU time of a process, in milliseconds. */
    CPU_TIME,
    /** Memory, in bytes. */
    MEMORY,
    /** Number of processes and threads. */
    PROCESSES,
    /** Number of open files and connections of a process. */
    OPEN_FILES,
    /** Length of a file, in bytes. */
    FILE_SIZE,
    /** Room in /tmp, in bytes. */
    TMP_BYTES,
    /** Number of files and directories in /tmp. */
    TMP_FILES,
    /** Standard output, in bytes; where there were too many lines, less than the limit. */
    STDOUT,
    /** Standard error, in bytes; where there were too many lines, less than the limit. */
    STDERR,
    /** Length of the result as JSON text, in bytes. */
    RESULT,
    /** A file that the plugin may not see, or not write; without numbers. */
    PATH,
    /** A connection that the operator does not allow; without numbers. */
    NETWORK,
    /** A call to the kernel that no plugin may make; without numbers. */
    SYSTEM_CALL,
    /** A kind that this client does not know. */
    UNKNOWN
  }
}
