// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

/**
 * Constructs plugins without calling a hook, to show what becomes of a configuration. Thread-safe;
 * behaviour is added by wrapping.
 */
public interface PluginConstructor {

  /**
   * Constructs one plugin and waits for the end of its worker.
   *
   * @throws org.pluginexecutor.server.error.ExecutorException if no code of the plugin ran, or it
   *     cannot be known
   */
  ConstructionResult construct(Construction construction, InvocationContext context);
}
