// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pluginexecutor.server.access.AccessPolicy;
import org.pluginexecutor.server.access.HttpAccess;
import org.pluginexecutor.server.access.Refusals;
import org.pluginexecutor.server.admin.AdminListener;
import org.pluginexecutor.server.admin.Readiness;
import org.pluginexecutor.server.api.Entrances;
import org.pluginexecutor.server.api.GrpcListener;
import org.pluginexecutor.server.api.ServerFacts;
import org.pluginexecutor.server.config.AdminConfig;
import org.pluginexecutor.server.config.InvocationConfig;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.config.TlsConfig;
import org.pluginexecutor.server.lifecycle.CloseStack;
import org.pluginexecutor.server.telemetry.Metric;
import org.pluginexecutor.server.telemetry.Metrics;
import org.pluginexecutor.server.tls.TlsFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the server is reached, by whom, and whether it is ready to be. Thread-safe.
 *
 * @param access who may do what
 * @param calls where calls come in
 * @param admin the port of metrics and probes, where there is one
 */
record ServerListeners(
    Readiness readiness, AccessPolicy access, GrpcListener calls, Optional<AdminListener> admin) {
  private static final Logger log = LoggerFactory.getLogger(ServerListeners.class);

  /** What answers what comes in. Thread-safe. */
  record Parts(
      ServerTelemetry telemetry, ServerWorkers workers, ServerStore store, InvocationPath path) {}

  /** The one that is checked is the one that is listened on: names can change. */
  static Optional<InetSocketAddress> address(ServerConfig config) throws IOException {
    if (!config.listen().tcp()) {
      return Optional.empty();
    }
    var address = InetAddress.getByName(config.host());
    if (!config.listen().allows(address)) {
      throw new IOException(
          "server.host: "
              + config.host()
              + " (expected: an address of loopback, TLS, or server.allow-remote-plain-text)");
    }
    return Optional.of(new InetSocketAddress(address, config.port()));
  }

  /**
   * Begins to listen.
   *
   * @param address of the TCP port, see {@link #address}; absent: none
   * @param resources what has to be closed is pushed there
   */
  static ServerListeners open(
      ServerConfig config, Optional<InetSocketAddress> address, Parts parts, CloseStack resources)
      throws IOException {
    InstantSource clock = InstantSource.system();
    var metrics = parts.telemetry().metrics();
    var readiness = new Readiness();
    var access =
        AccessPolicy.open(config.access(), config.dataDirectory(), config.sandbox().user(), clock);
    var refusals =
        resources.push(
            new Refusals(
                parts.store().store()::auditRefusal,
                metrics,
                System::nanoTime,
                Refusals.afterWindow()));
    // Closed after the listener of calls: whoever asks while it drains gets an answer.
    var admin =
        adminListener(
            config.admin(),
            metrics,
            readiness,
            new HttpAccess(access, refusals, config.access().openMetrics()));
    admin.ifPresent(resources::push);
    var calls =
        resources.push(
            GrpcListener.open(
                new Entrances(
                    address,
                    config.listen(),
                    tls(config.listen().tls(), clock, metrics, resources),
                    callGrace(config.invocation())),
                backends(config, parts, access, refusals),
                System::nanoTime,
                config.drainTimeout()));
    metrics.gauge(Metric.CONNECTIONS, calls::connections);
    metrics.counted(Metric.REFUSED_CONNECTIONS, calls::refusedConnections);
    return new ServerListeners(readiness, access, calls, admin);
  }

  private static GrpcListener.Backends backends(
      ServerConfig config, Parts parts, AccessPolicy access, Refusals refusals) throws IOException {
    var metrics = parts.telemetry().metrics();
    var workers = parts.workers();
    return new GrpcListener.Backends(
        parts.path().invoker(),
        parts.path().gate(),
        metrics.timer(Metric.REFUSAL_TIME),
        parts.path().constructor(),
        parts.store().plugins(),
        parts.store().instances(),
        parts.store().backups(),
        parts.store().store(),
        workers.runtimes(),
        new ServerFacts(
            ServerVersion.get(),
            workers.starter().startKind(),
            workers.starter().isolationLevel(),
            config.invocation(),
            config.packages()),
        metrics,
        parts.telemetry().tracing(),
        access,
        refusals);
  }

  private static Optional<TlsFiles> tls(
      TlsConfig config, InstantSource clock, Metrics metrics, CloseStack guard) throws IOException {
    if (!config.isOn()) {
      return Optional.empty();
    }
    var files = guard.push(TlsFiles.open(config, clock));
    metrics.gauge(Metric.CERTIFICATE_EXPIRY, () -> files.expiry().getEpochSecond());
    metrics.counted(Metric.CERTIFICATE_FAILURES, files::failures);
    if (config.clientRevocationFile().isPresent()) {
      metrics.gauge(
          Metric.REVOCATIONS_EXPIRY,
          () -> files.revocationsExpiry().map(Instant::getEpochSecond).orElse(0L));
    }
    return Optional.of(files);
  }

  /** The longest that a call can take, and some time for what comes before and after it. */
  private static Duration callGrace(InvocationConfig config) {
    return config.maxTimeLimit().plus(config.queueTimeout()).plusMinutes(1);
  }

  private static Optional<AdminListener> adminListener(
      AdminConfig config, Metrics metrics, Readiness readiness, HttpAccess access)
      throws IOException {
    if (config.port().isEmpty()) {
      return Optional.empty();
    }
    var listener =
        AdminListener.open(
            config.address(), config.port().getAsInt(), metrics, readiness, access::statusFor);
    log.info("metrics and probes on {}:{}", config.host(), listener.port());
    return Optional.of(listener);
  }

  /** Everything that clients can connect to, the TCP port first. */
  List<String> targets(ServerConfig config) {
    var targets = new ArrayList<String>();
    if (config.listen().tcp()) {
      var host = config.host();
      targets.add((host.contains(":") ? "[" + host + "]" : host) + ":" + calls.port());
    }
    config.listen().socket().ifPresent(socket -> targets.add("unix://" + socket.toAbsolutePath()));
    return List.copyOf(targets);
  }
}
