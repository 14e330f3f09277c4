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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.pluginexecutor.server.access.AccessPolicy;
import org.pluginexecutor.server.access.Refusals;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.invocation.Invoker;
import org.pluginexecutor.server.invocation.OverloadGate;
import org.pluginexecutor.server.invocation.PluginConstructor;
import org.pluginexecutor.server.lifecycle.CloseStack;
import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.server.runtime.Runtimes;
import org.pluginexecutor.server.store.InstanceCatalog;
import org.pluginexecutor.server.store.PluginCatalog;
import org.pluginexecutor.server.store.Store;
import org.pluginexecutor.server.store.StoreBackups;
import org.pluginexecutor.server.telemetry.Metrics;
import org.pluginexecutor.server.telemetry.Tracing;

/**
 * Where callers connect to, a TCP port, a Unix socket or both: the services, health and reflection,
 * handlers on virtual threads. Thread-safe.
 */
public final class GrpcListener implements Resource {
  /** What the names of the services begin with whose health is that of a level. */
  private static final String LEVEL_PREFIX = "pluginexecutor.isolation.";

  private final List<Server> servers;
  private final ConnectionCount connections;
  private final HealthStatusManager health;
  private final Duration drainTimeout;
  private final CloseStack resources;
  private final AtomicBoolean accepting = new AtomicBoolean(true);

  private GrpcListener(
      List<Server> servers,
      ConnectionCount connections,
      HealthStatusManager health,
      Duration drainTimeout,
      CloseStack resources) {
    this.servers = servers;
    this.connections = connections;
    this.health = health;
    this.drainTimeout = drainTimeout;
    this.resources = resources;
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
      ServerFacts facts,
      Metrics metrics,
      Tracing tracing,
      AccessPolicy access,
      Refusals refusals) {}

  /**
   * Starts to serve.
   *
   * @param backends what the services are made of
   * @param drainTimeout how long running calls may go on when the listener is closed
   * @throws IOException if the address or the socket cannot be bound
   */
  public static GrpcListener open(
      Entrances entrances, Backends backends, LongSupplier nanoTicker, Duration drainTimeout)
      throws IOException {
    try (var guard = new CloseStack()) {
      var health = new HealthStatusManager();
      var handlers =
          Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("call-", 0).factory());
      guard.push(handlers::close);
      var callThreads = guard.push(new CallThreads());
      var transport = guard.push(Transport.open());
      var pace = new RefusalPace(transport.connections(), nanoTicker);
      var services = services(backends, nanoTicker, handlers, pace::refused);
      var limits = entrances.config().limits();
      var memory = new CallMemory(limits.messageBytes());
      var connections = new ConnectionCount(limits.connections());
      var servers =
          new EntranceServers(entrances, transport, connections, nanoTicker, guard)
              .start(builder -> {
                builder
                    .executor(Runnable::run)
                    .callExecutor(callThreads)
                    .addStreamTracerFactory(memory)
                    .addStreamTracerFactory(new LostCallers())
                    .addStreamTracerFactory(new RefusalTimes(backends.refusalTime(), nanoTicker))
                    .intercept(new CallTraces(backends.tracing()))
                    // The last one is asked first.
                    .intercept(new Callers(backends.access(), backends.refusals()))
                    .addService(MessageReading.guard(health.getHealthService()))
                    .addService(MessageReading.guard(ProtoReflectionServiceV1.newInstance()));
                if (backends.metrics().isOn()) {
                  builder.addStreamTracerFactory(new RpcMeters(backends.metrics(), nanoTicker));
                }
                addOlderReflection(builder);
                services.forEach(service -> builder.addService(MessageReading.guard(service)));
              });
      for (var service : services) {
        health.setStatus(
            service.bindService().getServiceDescriptor().getName(), ServingStatus.SERVING);
      }
      tellLevels(health, backends.facts().isolationLevel());
      return new GrpcListener(servers, connections, health, drainTimeout, guard.release());
    }
  }

  private static List<BindableService> services(
      Backends backends, LongSupplier nanoTicker, Executor handlers, Runnable refusals) {
    var workers = new WorkerCalls(nanoTicker);
    var changes = new AuditedCalls(backends.store());
    return List.of(
        new HookApi(backends.invoker(), backends.gate(), workers, handlers, refusals),
        new PluginApi(backends.plugins(), backends.runtimes(), changes),
        new InstanceApi(backends.instances(), backends.constructor(), changes, workers),
        new BackupApi(backends.backups(), changes),
        new AuditApi(backends.store()),
        new RuntimeApi(backends.runtimes(), backends.facts()));
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
    builder.addService(
        MessageReading.guard(io.grpc.protobuf.services.ProtoReflectionService.newInstance()));
  }

  /** The TCP port in use; -1 where there is none. */
  public int port() {
    return servers.getFirst().getPort();
  }

  /** How many connections there are. */
  public int connections() {
    return connections.open();
  }

  /** How many connections there was no room for. */
  public long refusedConnections() {
    return connections.refused();
  }

  /**
   * Says that the server is about to stop: health first, so that balancers send no more, then no
   * new calls.
   */
  public void stopAccepting() {
    // The health service complains when it is told twice.
    if (accepting.compareAndSet(true, false)) {
      health.enterTerminalState();
      servers.forEach(Server::shutdown);
    }
  }

  /** Waits for the running calls, then cancels what is left of them. */
  @Override
  public void close() {
    stopAccepting();
    try {
      if (!haveEndedWithin(drainTimeout)) {
        servers.forEach(Server::shutdownNow);
      }
      // A cancelled call ends when its worker's processes are dead.
      var _ = haveEndedWithin(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      servers.forEach(Server::shutdownNow);
      Thread.currentThread().interrupt();
    } finally {
      resources.close();
    }
  }

  private boolean haveEndedWithin(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    for (var server : servers) {
      if (!server.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return false;
      }
    }
    return true;
  }
}
