// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

/** What became of a call that may be repeated. Immutable. */
sealed interface Answer {

  /** It came to an outcome. */
  record Ended(InvocationResult result) implements Answer {}

  /** It failed. */
  record Failed(Throwable failure) implements Answer {}

  /** It ended, and what became of it was too much to keep. */
  record Gone() implements Answer {}
}
