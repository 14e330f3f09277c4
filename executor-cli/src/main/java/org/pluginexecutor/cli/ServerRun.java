// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.pluginexecutor.server.ExecutorServer;
import org.pluginexecutor.server.config.InvocationConfig;
import org.pluginexecutor.server.config.RuntimeConfig;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.config.StateLimits;
import org.pluginexecutor.server.config.StoreConfig;
import org.pluginexecutor.server.config.TrustConfig;
import org.pluginexecutor.server.trust.TrustPolicy;

/** Runs a server from its start to its end. Stateless. */
final class ServerRun {
  private ServerRun() {}

  /**
   * Starts a server and waits until it is closed, by the end of the process.
   *
   * @throws InterruptedException if the thread is interrupted; the server is closed then
   */
  static void untilClosed(ServeSettings settings, Terminal terminal) throws InterruptedException {
    var server = ServerStart.start(config(settings));
    var hook = new Thread(() -> close(server), "server-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      terminal.out().println("serving on " + server.target());
      sayWhereMetricsAre(settings, server, terminal);
      terminal.out().flush();
      server.awaitClosed();
    } catch (InterruptedException e) {
      Runtime.getRuntime().removeShutdownHook(hook);
      server.close();
      throw e;
    }
  }

  private static void sayWhereMetricsAre(
      ServeSettings settings, ExecutorServer server, Terminal terminal) {
    server
        .adminPort()
        .ifPresent(port -> {
          var host = settings.admin().config().host();
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
  }

  private static ServerConfig config(ServeSettings settings) {
    try {
      LogSetup.use(settings.logs().format());
      var invocation = InvocationConfig.defaults();
      return ServerConfig.defaults(settings.dataDirectory())
          .withAddress(settings.host(), settings.port())
          .withRuntimes(runtimes(settings.runtimes()))
          .withTrust(trust(settings))
          .withStore(store(settings))
          .withPackages(settings.packages().config())
          .withSandbox(settings.sandbox().config())
          .withAdmin(settings.admin().config())
          .withDrainTimeout(settings.drainTimeout())
          .withInvocation(
              invocation
                  .withSlots(settings.slots(), invocation.queueLength(), invocation.queueTimeout())
                  .withTimeLimits(settings.defaultTimeLimit(), settings.maxTimeLimit())
                  .withState(
                      new StateLimits(settings.stateLimitBytes(), invocation.state().files()))
                  .withHideTracebacks(settings.hideTracebacks())
                  .withScrubbedLogs(settings.logs().isScrubbing()));
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.CONFIGURATION, "serve: " + e.getMessage(), e);
    }
  }

  /** Reads the files as the server will: what is wrong with them is a wrong setting. */
  private static TrustConfig trust(ServeSettings settings) {
    var trust =
        new TrustConfig(
            settings.requireTrusted(), settings.trustedDigests(), settings.trustedKeys());
    try {
      var _ = TrustPolicy.open(trust);
      return trust;
    } catch (IOException e) {
      throw new IllegalArgumentException("trust: " + e.getMessage(), e);
    }
  }

  private static StoreConfig store(ServeSettings settings) {
    settings
        .storeKeyFile()
        .filter(file -> !Files.isRegularFile(file))
        .ifPresent(file -> {
          throw new IllegalArgumentException(
              "store-key-file: "
                  + file
                  + " (expected: a file that 'plugin-executor store create-key' made)");
        });
    var defaults = StoreConfig.defaults();
    return new StoreConfig(
        settings.storeKeyFile(),
        settings.storeKeyCommand(),
        defaults.keyCommandTimeout(),
        settings.logs().mustAudit());
  }

  static List<RuntimeConfig> runtimes(List<String> texts) {
    return texts.stream().map(ServerRun::runtime).toList();
  }

  private static RuntimeConfig runtime(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException(
          "runtime: " + text + " (expected: NAME=EXECUTABLE, such as py39=/usr/bin/python3.9)");
    }
    var executable = Path.of(text.substring(equals + 1)).toAbsolutePath();
    if (!Files.isRegularFile(executable) || !Files.isExecutable(executable)) {
      throw new IllegalArgumentException(
          "runtime: " + text + " (expected: the path of a Python that can be executed)");
    }
    return new RuntimeConfig(text.substring(0, equals), executable);
  }
}
