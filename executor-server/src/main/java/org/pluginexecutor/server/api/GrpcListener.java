// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.invocation.Invoker;
import org.pluginexecutor.server.invocation.OverloadGate;
import org.pluginexecutor.server.invocation.PluginConstructor;
import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.server.runtime.Runtimes;
import org.pluginexecutor.server.store.InstanceCatalog;
import org.pluginexecutor.server.store.PluginCatalog;
import org.pluginexecutor.server.store.Store;
import org.pluginexecutor.server.store.StoreBackups;

/**
 * The port that callers connect to: the services, health and reflection, handlers on virtual
 * threads. Thread-safe.
 */
public final class GrpcListener implements Resource {
  /**
   * Room for 4 MiB of arguments, two cookies of 4 MiB and a configuration, with the overhead of the
   * encoding.
   */
  private static final int MAX_MESSAGE_BYTES = 16 << 20;

  /** What the names of the services begin with whose health is that of a level. */
  private static final String LEVEL_PREFIX = "pluginexecutor.isolation.";

  private final Server server;
  private final HealthStatusManager health;
  private final ExecutorService handlers;
  private final Duration drainTimeout;
  private final AtomicBoolean accepting = new AtomicBoolean(true);

  private GrpcListener(
      Server server, HealthStatusManager health, ExecutorService handlers, Duration drainTimeout) {
    this.server = server;
    this.health = health;
    this.handlers = handlers;
    this.drainTimeout = drainTimeout;
  }

  /** What the services are made of. */
  public record Backends(
      Invoker invoker,
      OverloadGate gate,
      Timer refusalTime,
      PluginConstructor constructor,
      PluginCatalog plugins,
      InstanceCatalog instances,
      StoreBackups backups,
      Store store,
      Runtimes runtimes,
      ServerFacts facts) {}

  /**
   * Starts to serve.
   *
   * @param backends what the services are made of
   * @param drainTimeout how long running calls may go on when the listener is closed
   * @throws IOException if the address cannot be bound
   */
  public static GrpcListener open(
      InetSocketAddress address, Backends backends, LongSupplier nanoTicker, Duration drainTimeout)
      throws IOException {
    var health = new HealthStatusManager();
    var handlers =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("call-", 0).factory());
    var workers = new WorkerCalls(nanoTicker);
    var changes = new AuditedCalls(backends.store());
    var services =
        List.<BindableService>of(
            new HookApi(backends.invoker(), backends.gate(), workers, handlers),
            new PluginApi(backends.plugins(), backends.runtimes(), changes),
            new InstanceApi(backends.instances(), backends.constructor(), changes, workers),
            new BackupApi(backends.backups(), changes),
            new AuditApi(backends.store()),
            new RuntimeApi(backends.runtimes(), backends.facts()));
    var builder =
        NettyServerBuilder.forAddress(address)
            .executor(Runnable::run)
            .callExecutor(new CallThreads(handlers))
            // Gateways keep idle connections alive through firewalls; the default would cut them
            // off.
            .permitKeepAliveTime(30, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .addStreamTracerFactory(new LostCallers())
            .addStreamTracerFactory(new RefusalTimes(backends.refusalTime(), nanoTicker))
            .intercept(new Callers())
            .intercept(new TraceIds())
            .addService(health.getHealthService())
            .addService(ProtoReflectionServiceV1.newInstance());
    addOlderReflection(builder);
    services.forEach(builder::addService);
    try {
      var server = builder.build().start();
      for (var service : services) {
        health.setStatus(
            service.bindService().getServiceDescriptor().getName(), ServingStatus.SERVING);
      }
      tellLevels(health, backends.facts().isolationLevel());
      return new GrpcListener(server, health, handlers, drainTimeout);
    } catch (IOException | RuntimeException e) {
      handlers.shutdownNow();
      throw e;
    }
  }

  /** For balancers and probes that take no server whose walls are fewer than they want. */
  private static void tellLevels(HealthStatusManager health, IsolationLevel reached) {
    for (var level : IsolationLevel.values()) {
      health.setStatus(
          LEVEL_PREFIX + level.label(),
          reached.isAtLeast(level) ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
    }
  }

  /**
   * Generic clients of a few years ago, Debian's among them, know only the alpha version of
   * reflection.
   */
  @SuppressWarnings("deprecation")
  private static void addOlderReflection(NettyServerBuilder builder) {
    builder.addService(io.grpc.protobuf.services.ProtoReflectionService.newInstance());
  }

  /** The port in use. */
  public int port() {
    return server.getPort();
  }

  /**
   * Says that the server is about to stop: health first, so that balancers send no more, then no
   * new calls.
   */
  public void stopAccepting() {
    // The health service complains when it is told twice.
    if (accepting.compareAndSet(true, false)) {
      health.enterTerminalState();
      server.shutdown();
    }
  }

  /** Waits for the running calls, then cancels what is left of them. */
  @Override
  public void close() {
    stopAccepting();
    try {
      if (!server.awaitTermination(drainTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
        server.shutdownNow();
      }
      // A cancelled call ends when its worker's processes are dead.
      var _ = server.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    } finally {
      handlers.close();
    }
  }
}
