// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.access;

/** Whether a call may be made. Immutable. */
public sealed interface Decision {
  /** It may, and whose it is. */
  record Granted(Identity caller) implements Decision {}

  /**
   * It may not.
   *
   * @param caller what the caller is called in logs
   */
  record Refused(RefusalReason reason, String caller) implements Decision {}
}
