// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

/** Runs invocations. Thread-safe; behaviour is added by wrapping. */
public interface Invoker {

  /**
   * Runs one invocation and waits for its end.
   *
   * @throws org.pluginexecutor.server.error.ExecutorException if the hook did not run, or it cannot
   *     be known
   */
  InvocationResult invoke(Invocation invocation, InvocationContext context);
}
