// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

/** Lets a construction run when there is a slot for it. Thread-safe. */
public record AdmittingPluginConstructor(PluginConstructor delegate, Admission admission)
    implements PluginConstructor {

  @Override
  public ConstructionResult construct(Construction construction, InvocationContext context) {
    return admission.admit(
        construction.target(), context, () -> delegate.construct(construction, context));
  }
}
