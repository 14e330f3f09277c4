// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.attacks;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;
import org.pluginexecutor.server.config.IsolationLevel;

/**
 * Gives tests one server per level; they are started for the first test that asks and stopped after
 * the last one. Stateless.
 */
final class WalledServers implements ArgumentsProvider {
  @Override
  public Stream<Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    return running(context).stream().map(Arguments::of);
  }

  private static List<WalledServer> running(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(WalledServers.class))
        .computeIfAbsent(Running.class, _ -> Running.start(), Running.class)
        .servers();
  }

  /** Calls the attacked plugin once more after each test: no attack may outlive its call. */
  static final class NextCallWorks implements AfterEachCallback {
    @Override
    public void afterEach(ExtensionContext context) {
      running(context).forEach(WalledServer::servesTheNextCall);
    }
  }

  /** The servers of one run of tests. Closed by the test engine. */
  private record Running(List<WalledServer> servers) implements AutoCloseable {
    static Running start() {
      return new Running(
          List.of(
              WalledServer.start(IsolationLevel.FULL),
              WalledServer.start(IsolationLevel.PORTABLE)));
    }

    @Override
    public void close() {
      servers.forEach(WalledServer::close);
    }
  }
}
