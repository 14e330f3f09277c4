// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

/** Counts constructions by what became of them. Thread-safe. */
public record MeteredPluginConstructor(PluginConstructor delegate, CallMetrics metrics)
    implements PluginConstructor {

  @Override
  public ConstructionResult construct(Construction construction, InvocationContext context) {
    try {
      var result = delegate.construct(construction, context);
      metrics.count(result);
      return result;
    } catch (RuntimeException e) {
      metrics.countRefusal(e);
      throw e;
    }
  }
}
