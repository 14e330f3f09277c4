// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.ExecutorClientException;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginExecutorClientOptions;
import org.pluginexecutor.server.ExecutorServer;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.SandboxConfig;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.files.TreeRemover;
import org.pluginexecutor.server.lifecycle.CloseStack;
import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.server.runtime.PythonRuntime;
import org.pluginexecutor.server.worker.MissingLevel;

/**
 * A server of this command's own, on a free port of this machine, with a temporary data directory.
 * Thread-safe. Everything goes when it is closed, at the latest when the process is told to end.
 */
final class LocalServer implements AutoCloseable {
  /** Not one that servers take for what a killed one left, as nothing in it stays locked. */
  private static final String PREFIX = "pluginexecutor-data-";

  private final Thread hook = new Thread(this::onShutdown, "local-server-shutdown");
  private final CloseStack resources = new CloseStack();
  private volatile boolean isInterrupted;

  // Written before anybody else sees this object.
  private @Nullable ExecutorServer server;
  private @Nullable PluginExecutorClient client;

  private LocalServer() {}

  static LocalServer start() throws IOException, InterruptedException {
    return start(config -> config);
  }

  static LocalServer start(UnaryOperator<ServerConfig> change)
      throws IOException, InterruptedException {
    var local = new LocalServer();
    Runtime.getRuntime().addShutdownHook(local.hook);
    try {
      local.open(change);
      return local;
    } catch (IOException | InterruptedException | RuntimeException e) {
      local.close();
      throw e;
    }
  }

  /** Does the work with a client of this server. */
  int connect(TargetOption.Work work) throws IOException {
    try {
      return work.with(Options.required(client)).code();
    } catch (ExecutorClientException | IllegalStateException e) {
      if (isInterrupted) {
        throw new CliException(ExitCode.FAILURE, "interrupted", e);
      }
      throw e instanceof ExecutorClientException failure ? Failures.of(failure, target()) : e;
    }
  }

  String target() {
    return Options.required(server).target();
  }

  /** What clients show to it. */
  Path tokenFile() {
    return Options.required(server).tokenFile().orElseThrow();
  }

  /** The Pythons that plugins run on, for people. */
  String runtimes() {
    var names =
        Options.required(server).runtimes().stream()
            .map(runtime -> "Python " + runtime.version())
            .toList();
    return String.join(", ", names);
  }

  /** The Pythons that plugins run on. */
  List<PythonRuntime> pythons() {
    return Options.required(server).runtimes();
  }

  /** Whether control groups limit what all calls of a plugin take together. */
  boolean limitsPluginMemory() {
    return Options.required(server).limitsPluginMemory();
  }

  /** The better isolation levels that this machine does not give, the best first. */
  List<MissingLevel> missingLevels() {
    return Options.required(server).missingLevels();
  }

  /** Owns something that needs this server until it is closed, and so is closed before. */
  synchronized void own(Resource user) {
    resources.push(user);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process is ending, and the hook waits for its turn.
    }
    closeResources();
  }

  private void onShutdown() {
    isInterrupted = true;
    closeResources();
  }

  /** Holds the lock, so that a signal meanwhile does not find half of it. */
  private synchronized void open(UnaryOperator<ServerConfig> change)
      throws IOException, InterruptedException {
    var temporary = Path.of(System.getProperty("java.io.tmpdir"));
    // The server opens its own directories to the user of its workers, but none above them.
    var data = Files.createTempDirectory(temporary, PREFIX);
    resources.push(() -> remove(data));
    var config =
        ServerConfig.defaults(data)
            .withAddress("127.0.0.1", 0)
            // What runs here is the user's own, on the user's own machine: no level is too low.
            .withSandbox(
                SandboxConfig.defaults().withIsolation(Optional.empty(), IsolationLevel.NONE))
            // Nobody but this command has calls here, and it has its answers when it closes.
            .withDrainTimeout(Duration.ZERO);
    var started = resources.push(ServerStart.start(change.apply(config)));
    var options =
        PluginExecutorClientOptions.newBuilder()
            .target(started.target())
            .tokenFile(started.tokenFile().orElseThrow());
    var connected = PluginExecutorClient.connect(options.build());
    resources.push(connected::close);
    server = started;
    client = connected;
  }

  private synchronized void closeResources() {
    resources.close();
  }

  private static void remove(Path data) {
    try {
      TreeRemover.remove(data);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.OUTPUT, data + ": the temporary directory cannot be removed (" + e + ")", e);
    }
  }
}
