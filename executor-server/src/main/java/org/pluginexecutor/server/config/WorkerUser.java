// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

/**
 * Whom the workers of a server that root started run as. Immutable.
 *
 * @param uid number of the user, at least 1
 * @param gid number of the group, at least 1
 */
public record WorkerUser(int uid, int gid) {
  private static final int NOBODY = 65534;

  public WorkerUser {
    if (uid < 1 || gid < 1) {
      throw new IllegalArgumentException(
          "sandbox.worker-user: "
              + uid
              + ":"
              + gid
              + " (expected: numbers of a user and a group, not root's)");
    }
  }

  /** The user {@code nobody}. */
  public static WorkerUser nobody() {
    return new WorkerUser(NOBODY, NOBODY);
  }

  /**
   * Reads {@code UID:GID}.
   *
   * @throws IllegalArgumentException if it is of another form, or root's
   */
  public static WorkerUser parse(String text) {
    int colon = text.indexOf(':');
    try {
      if (colon > 0) {
        return new WorkerUser(
            Integer.parseInt(text.substring(0, colon)),
            Integer.parseInt(text.substring(colon + 1)));
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(wrong(text), e);
    }
    throw new IllegalArgumentException(wrong(text));
  }

  private static String wrong(String text) {
    return "sandbox.worker-user: " + text + " (expected: UID:GID, such as 65534:65534)";
  }
}
