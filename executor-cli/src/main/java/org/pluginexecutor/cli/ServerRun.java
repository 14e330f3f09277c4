// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import org.pluginexecutor.server.ExecutorServer;
import org.pluginexecutor.server.config.ServerConfig;

/** Runs a server from its start to its end. Stateless. */
final class ServerRun {
  private ServerRun() {}

  /**
   * Starts a server and waits until it is closed, by the end of the process.
   *
   * @throws InterruptedException if the thread is interrupted; the server is closed then
   */
  static void untilClosed(ServerConfig config, Terminal terminal) throws InterruptedException {
    LogSetup.serve(config.log().format());
    try {
      serve(config, terminal);
    } finally {
      LogSetup.flush();
    }
  }

  private static void serve(ServerConfig config, Terminal terminal) throws InterruptedException {
    var server = ServerStart.start(config);
    var hook = new Thread(() -> close(server), "server-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      server.targets().forEach(target -> terminal.out().println("serving on " + target));
      sayWhereMetricsAre(config, server, terminal);
      server.tokenFile().ifPresent(file -> terminal.out().println("token in " + file));
      terminal.out().flush();
      HeapKeeper.install();
      server.awaitClosed();
    } catch (InterruptedException e) {
      Runtime.getRuntime().removeShutdownHook(hook);
      server.close();
      throw e;
    }
  }

  private static void sayWhereMetricsAre(
      ServerConfig config, ExecutorServer server, Terminal terminal) {
    server
        .adminPort()
        .ifPresent(port -> {
          var host = config.admin().host();
          terminal
              .out()
              .println(
                  "metrics on http://"
                      + (host.contains(":") ? "[" + host + "]" : host)
                      + ":"
                      + port
                      + "/metrics");
        });
  }

  /** Closes the server and waits, also when another thread is closing it already. */
  private static void close(ExecutorServer server) {
    server.close();
    try {
      server.awaitClosed();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    LogSetup.flush();
  }
}
