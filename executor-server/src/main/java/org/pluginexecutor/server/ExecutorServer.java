// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.files.RuntimeDirectory;
import org.pluginexecutor.server.invocation.TargetLookup;
import org.pluginexecutor.server.lifecycle.CloseStack;
import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.server.runtime.PythonRuntime;
import org.pluginexecutor.server.services.Services;
import org.pluginexecutor.server.store.StateDirectories;
import org.pluginexecutor.server.worker.MissingLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server; the composition root. Thread-safe. Closing drains: health goes to NOT_SERVING,
 * no new call is taken, running calls may end within the drain timeout and are killed after it,
 * then processes and directories go.
 */
public final class ExecutorServer implements Resource {
  private static final Logger log = LoggerFactory.getLogger(ExecutorServer.class);

  private enum State {
    RUNNING,
    DRAINING,
    CLOSED
  }

  private final ServerConfig config;
  private final ServerWorkers workers;
  private final InvocationPath path;
  private final ServerListeners listeners;
  private final CloseStack resources;
  private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
  private final CountDownLatch closed = new CountDownLatch(1);

  private ExecutorServer(
      ServerConfig config,
      ServerWorkers workers,
      InvocationPath path,
      ServerListeners listeners,
      CloseStack resources) {
    this.config = config;
    this.workers = workers;
    this.path = path;
    this.listeners = listeners;
    this.resources = resources;
  }

  /**
   * Starts a server.
   *
   * @throws IOException if a directory, a Python or the address is not to be had; the message says
   *     which
   */
  public static ExecutorServer start(ServerConfig config) throws IOException, InterruptedException {
    try (var guard = new CloseStack()) {
      // Before anything that takes time: what is wrong here is wrong in the settings.
      var address = ServerListeners.address(config);
      var directory =
          guard.push(RuntimeDirectory.create(Path.of(System.getProperty("java.io.tmpdir"))));
      var telemetry = guard.push(ServerTelemetry.open(config));
      var metrics = telemetry.metrics();
      var workers = ServerWorkers.open(config, directory.path(), metrics, System::nanoTime, guard);
      var store = ServerStore.open(config, workers, metrics, InstantSource.system(), guard);
      var targets =
          new TargetLookup(
              store.plugins(),
              store.instances(),
              StateDirectories.open(store.store(), directory.path()),
              config.invocation().state());
      var services =
          guard.push(
              Services.open(
                  config.services(),
                  store.store().cipher(),
                  store.store()::auditGiven,
                  InstantSource.system(),
                  System::nanoTime));
      if (metrics.isOn()) {
        services.measureWith(metrics);
      }
      var path =
          InvocationPath.open(config.invocation(), targets, workers, services, metrics, guard);
      var listeners =
          ServerListeners.open(
              config, address, new ServerListeners.Parts(telemetry, workers, store, path), guard);
      var server = new ExecutorServer(config, workers, path, listeners, guard.release());
      server.begin();
      return server;
    }
  }

  private void begin() {
    log.info(
        "memory of a plugin's calls together: {}",
        workers.cgroups().isPresent()
            ? "limited, by control groups below " + workers.cgroups().get().directory()
            : "not limited, as no control group is delegated to the server");
    var level = workers.starter().isolationLevel();
    if (level == IsolationLevel.NONE && tokenFile().isPresent()) {
      log.warn("isolation level none: plugins can read the token of the server's callers");
    }
    log.info(
        "serving on {}, isolation level {}, start kind {}",
        String.join(" and ", targets()),
        level.label(),
        workers.starter().startKind().label());
    listeners.readiness().ready();
  }

  /** The port in use; differs from the configured one when that is 0; -1 without TCP. */
  public int port() {
    return listeners.calls().port();
  }

  /** Where clients connect to: the TCP port, or else the Unix socket. */
  public String target() {
    return targets().getFirst();
  }

  /** Everything that clients can connect to, the TCP port first. */
  public List<String> targets() {
    return listeners.targets(config);
  }

  /** Where the token lies that callers of the server's own user use; absent: there is none. */
  public Optional<Path> tokenFile() {
    return listeners.access().localTokenFile();
  }

  /** The port of metrics and probes in use, where there is one. */
  public OptionalInt adminPort() {
    var admin = listeners.admin();
    return admin.isPresent() ? OptionalInt.of(admin.get().port()) : OptionalInt.empty();
  }

  /** The Pythons that plugins run on. */
  public List<PythonRuntime> runtimes() {
    return workers.runtimes().all();
  }

  /** Whether control groups limit what all calls of a plugin take together. */
  public boolean limitsPluginMemory() {
    return workers.cgroups().isPresent();
  }

  /** The better isolation levels that this machine does not give, the best first. */
  public List<MissingLevel> missingLevels() {
    return workers.missingLevels();
  }

  /** Waits until the server is closed. */
  public void awaitClosed() throws InterruptedException {
    closed.await();
  }

  @Override
  public void close() {
    if (!state.compareAndSet(State.RUNNING, State.DRAINING)) {
      return;
    }
    listeners.readiness().draining();
    log.info("stopping; running calls may end within {} s", config.drainTimeout().toSeconds());
    try {
      listeners.calls().stopAccepting();
      path.drain();
      resources.close();
    } finally {
      state.set(State.CLOSED);
      closed.countDown();
      log.info("stopped");
    }
  }
}
