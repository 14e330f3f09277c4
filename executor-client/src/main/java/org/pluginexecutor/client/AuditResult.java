// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

/** What became of a request that changes the store. */
public enum AuditResult {
  /** Not known: the server was killed in that moment, or says something new to this client. */
  UNKNOWN,
  /** The store was changed. */
  DONE,
  /** The request was refused, or failed, and nothing was changed. */
  REFUSED
}
