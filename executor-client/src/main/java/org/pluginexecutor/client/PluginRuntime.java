// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.util.List;

/**
 * A Python that plugins run on. Immutable.
 *
 * @param name what it is called in answers and logs, for example {@code python3}
 * @param version version of the interpreter, for example {@code 3.11.2}
 * @param implementation which Python it is, for example {@code CPython}
 * @param modules the modules that plugins are promised on a Python of this generation
 * @param runsWithoutEntryPoint whether plugins run on it whose MANIFEST has no {@code entry_point}:
 *     those for Python 2; false: those that have one
 * @param preferred whether it is the first that suits such plugins, and so the one that they run on
 */
public record PluginRuntime(
    String name,
    String version,
    String implementation,
    List<RuntimeModule> modules,
    boolean runsWithoutEntryPoint,
    boolean preferred) {
  public PluginRuntime {
    modules = List.copyOf(modules);
  }
}
