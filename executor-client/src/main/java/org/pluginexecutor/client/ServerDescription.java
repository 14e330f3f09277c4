// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.util.List;

/**
 * A server's Pythons, and what holds for every call. Immutable.
 *
 * @param serverVersion version of the server
 * @param runtimes the Pythons: those that the operator named, then those that were found
 * @param executedPluginTypes types of plugins whose hooks can be called; without types that this
 *     client does not know
 * @param isolationLevel which walls stand around every worker
 * @param startKinds how workers are started
 * @param limits limits that are in force
 */
public record ServerDescription(
    String serverVersion,
    List<PluginRuntime> runtimes,
    List<PluginType> executedPluginTypes,
    Execution.IsolationLevel isolationLevel,
    List<Execution.StartKind> startKinds,
    ServerLimits limits) {
  public ServerDescription {
    runtimes = List.copyOf(runtimes);
    executedPluginTypes = List.copyOf(executedPluginTypes);
    startKinds = List.copyOf(startKinds);
  }
}
