// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

/** How the server's log is written. Immutable. */
enum LogFormat {
  TEXT,
  JSON
}
