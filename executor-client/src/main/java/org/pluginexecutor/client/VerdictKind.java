// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

/** What an AA hook answered, as the server read it. */
public enum VerdictKind {
  /** The user may go on. */
  ACCEPT,
  /** The user is refused. */
  DENY,
  /** The plugin wants an answer from the user. */
  NEEDINFO,
  /** The plugin abstains. Not a grant. */
  NONE
}
