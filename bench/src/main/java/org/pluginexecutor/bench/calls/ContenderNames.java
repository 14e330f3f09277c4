// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

/** What contenders are called, in tables and in ratios. Stateless. */
final class ContenderNames {
  static final String PLAIN = "plain interpreter";
  static final String BUBBLEWRAP = "bubblewrap";
  static final String FORK_SERVER = "fork server, no walls";

  private ContenderNames() {}
}
