// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;
import org.pluginexecutor.server.lifecycle.CloseStack;

/**
 * Gives tests a running server for every Python of this machine; they are started for the first
 * test that asks and stopped after the last one. Stateless.
 */
final class PythonServers implements ArgumentsProvider {
  @Override
  public Stream<Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    return running(context).stream().map(Arguments::of);
  }

  /** Gives tests one of the servers, whose Python is a Python 3. Stateless. */
  static final class AnyPython3 implements ArgumentsProvider {
    @Override
    public Stream<Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      return running(context).stream()
          .filter(server -> !server.isPython2())
          .limit(1)
          .map(Arguments::of);
    }
  }

  private static List<PythonServer> running(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(PythonServers.class))
        .computeIfAbsent(Running.class, _ -> Running.start(), Running.class)
        .servers();
  }

  /** The servers of one run of tests. Closed by the test engine. */
  private record Running(List<PythonServer> servers) implements AutoCloseable {
    static Running start() {
      var servers = new ArrayList<PythonServer>();
      try (var guard = new CloseStack()) {
        for (var python : InstalledPython.all()) {
          servers.add(guard.push(PythonServer.start(python)));
        }
        guard.release();
      }
      return new Running(List.copyOf(servers));
    }

    @Override
    public void close() {
      servers.forEach(PythonServer::close);
    }
  }
}
