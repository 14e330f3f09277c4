// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

/** Lets an invocation run when there is a slot for it. Thread-safe. */
public record AdmittingInvoker(Invoker delegate, Admission admission) implements Invoker {

  @Override
  public InvocationResult invoke(Invocation invocation, InvocationContext context) {
    return admission.admit(
        invocation.target(), context, () -> delegate.invoke(invocation, context));
  }
}
