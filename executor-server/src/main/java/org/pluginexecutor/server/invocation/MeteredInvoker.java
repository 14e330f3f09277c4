// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

/** Counts invocations by what became of them. Thread-safe. */
public record MeteredInvoker(Invoker delegate, CallMetrics metrics) implements Invoker {

  @Override
  public InvocationResult invoke(Invocation invocation, InvocationContext context) {
    try {
      var result = delegate.invoke(invocation, context);
      metrics.count(result, invocation.hook());
      return result;
    } catch (RuntimeException e) {
      metrics.countRefusal(e);
      throw e;
    }
  }
}
