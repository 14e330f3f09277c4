// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.pluginexecutor.server.access.AccessPolicy;
import org.pluginexecutor.server.access.HttpAccess;
import org.pluginexecutor.server.access.Refusals;
import org.pluginexecutor.server.admin.AdminListener;
import org.pluginexecutor.server.admin.Readiness;
import org.pluginexecutor.server.api.Entrances;
import org.pluginexecutor.server.api.GrpcListener;
import org.pluginexecutor.server.api.ServerFacts;
import org.pluginexecutor.server.cgroup.ZygoteCgroups;
import org.pluginexecutor.server.config.AdminConfig;
import org.pluginexecutor.server.config.InvocationConfig;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.config.StoreConfig;
import org.pluginexecutor.server.config.TlsConfig;
import org.pluginexecutor.server.files.RuntimeDirectory;
import org.pluginexecutor.server.invocation.Admission;
import org.pluginexecutor.server.invocation.AdmissionGate;
import org.pluginexecutor.server.invocation.AdmittingInvoker;
import org.pluginexecutor.server.invocation.AdmittingPluginConstructor;
import org.pluginexecutor.server.invocation.CallMetrics;
import org.pluginexecutor.server.invocation.IdempotentInvoker;
import org.pluginexecutor.server.invocation.KeptAnswers;
import org.pluginexecutor.server.invocation.LoggedInvoker;
import org.pluginexecutor.server.invocation.LoggedPluginConstructor;
import org.pluginexecutor.server.invocation.MeteredInvoker;
import org.pluginexecutor.server.invocation.MeteredPluginConstructor;
import org.pluginexecutor.server.invocation.RefusalLog;
import org.pluginexecutor.server.invocation.TargetLookup;
import org.pluginexecutor.server.invocation.TracedInvoker;
import org.pluginexecutor.server.invocation.WorkerCaller;
import org.pluginexecutor.server.invocation.WorkerInvoker;
import org.pluginexecutor.server.invocation.WorkerPluginConstructor;
import org.pluginexecutor.server.lifecycle.CloseStack;
import org.pluginexecutor.server.lifecycle.Heartbeat;
import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.server.runtime.PythonRuntime;
import org.pluginexecutor.server.runtime.Runtimes;
import org.pluginexecutor.server.runtime.SourceInspector;
import org.pluginexecutor.server.secret.KeyEncryption;
import org.pluginexecutor.server.shim.ShimSources;
import org.pluginexecutor.server.store.InstanceCatalog;
import org.pluginexecutor.server.store.PluginCatalog;
import org.pluginexecutor.server.store.StateDirectories;
import org.pluginexecutor.server.store.Store;
import org.pluginexecutor.server.store.StoreBackups;
import org.pluginexecutor.server.store.StoreOverview;
import org.pluginexecutor.server.telemetry.DroppedLines;
import org.pluginexecutor.server.telemetry.Metric;
import org.pluginexecutor.server.telemetry.Metrics;
import org.pluginexecutor.server.tls.TlsFiles;
import org.pluginexecutor.server.trust.TrustPolicy;
import org.pluginexecutor.server.worker.MeteredWorkerStarter;
import org.pluginexecutor.server.worker.MissingLevel;
import org.pluginexecutor.server.worker.WorkerStarters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server; the composition root. Thread-safe. Closing drains: health goes to NOT_SERVING,
 * no new call is taken, running calls may end within the drain timeout and are killed after it,
 * then processes and directories go.
 */
public final class ExecutorServer implements Resource {
  private static final Logger log = LoggerFactory.getLogger(ExecutorServer.class);

  /** How often secrets whose time is over are forgotten, and refusals logged. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private enum State {
    RUNNING,
    DRAINING,
    CLOSED
  }

  private final ServerConfig config;
  private final Optional<Path> tokenFile;
  private final Admission admission;
  private final KeptAnswers answers;
  private final GrpcListener listener;
  private final Optional<AdminListener> adminListener;
  private final Readiness readiness;
  private final Runtimes runtimes;
  private final boolean limitsPluginMemory;
  private final List<MissingLevel> missingLevels;
  private final CloseStack resources;
  private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
  private final CountDownLatch closed = new CountDownLatch(1);

  private ExecutorServer(
      ServerConfig config,
      Optional<Path> tokenFile,
      Admission admission,
      KeptAnswers answers,
      GrpcListener listener,
      Optional<AdminListener> adminListener,
      Readiness readiness,
      Runtimes runtimes,
      boolean limitsPluginMemory,
      List<MissingLevel> missingLevels,
      CloseStack resources) {
    this.config = config;
    this.tokenFile = tokenFile;
    this.admission = admission;
    this.answers = answers;
    this.listener = listener;
    this.adminListener = adminListener;
    this.readiness = readiness;
    this.runtimes = runtimes;
    this.limitsPluginMemory = limitsPluginMemory;
    this.missingLevels = missingLevels;
    this.resources = resources;
  }

  /**
   * Starts a server.
   *
   * @throws IOException if a directory, a Python or the address is not to be had; the message says
   *     which
   */
  public static ExecutorServer start(ServerConfig config) throws IOException, InterruptedException {
    InstantSource clock = InstantSource.system();
    LongSupplier nanoTicker = System::nanoTime;
    try (var guard = new CloseStack()) {
      // Before anything that takes time: what is wrong here is wrong in the settings.
      var address = address(config);
      var directory =
          guard.push(RuntimeDirectory.create(Path.of(System.getProperty("java.io.tmpdir"))));
      var shimMain = ShimSources.unpackInto(directory.path());
      var cgroups = ZygoteCgroups.open(config.sandbox().cgroup());
      var found = Runtimes.discover(config.runtimes(), config.searchDirectories(), shimMain);
      var findings = new WallFindings();
      var telemetry = guard.push(ServerTelemetry.open(config));
      var metrics = telemetry.metrics();
      var workers =
          guard.push(
              new MeteredWorkerStarter(
                  WorkerStarters.open(
                      new WorkerStarters.Places(
                          shimMain, directory.path(), config.dataDirectory(), cgroups),
                      config,
                      found.all(),
                      nanoTicker,
                      findings),
                  metrics));
      var runtimes = found.without(findings.unfit);
      var store =
          guard.push(
              Store.open(
                  config.dataDirectory(),
                  keyEncryption(config.store()),
                  clock,
                  config.store().mustAudit()));
      var sources = new SourceInspector(runtimes, shimMain);
      var trust = TrustPolicy.open(config.trust());
      var plugins = new PluginCatalog(store, config.packages(), sources, trust);
      var instances = new InstanceCatalog(store, runtimes);
      var targets =
          new TargetLookup(
              plugins,
              instances,
              StateDirectories.open(store, directory.path()),
              config.invocation().state());
      var caller =
          new WorkerCaller(targets, runtimes, workers, config.invocation(), clock, nanoTicker);
      var admission = new Admission(config.invocation(), nanoTicker);
      tellLoad(metrics, admission, config.invocation());
      if (metrics.isOn()) {
        store.measureWith(metrics);
      }
      metrics.gauge(Metric.STORE_DAMAGED_LINES, () -> StoreOverview.damagedLines(store));
      metrics.counted(Metric.AUDIT_FAILURES, store::auditFailures);
      metrics.counted(Metric.DROPPED_LOG_LINES, DroppedLines::total);
      var answers = guard.push(new KeptAnswers(config.invocation().answers(), nanoTicker));
      metrics.counted(Metric.REPETITIONS, answers::repeated);
      var callMetrics = new CallMetrics(metrics);
      var refusalLog = new RefusalLog();
      guard.push(
          Heartbeat.start(
              HEARTBEAT,
              () -> {
                answers.forgetOld();
                refusalLog.write();
              }));
      var readiness = new Readiness();
      var access =
          AccessPolicy.open(
              config.access(), config.dataDirectory(), config.sandbox().user(), clock);
      var refusals =
          guard.push(
              new Refusals(store::auditRefusal, metrics, nanoTicker, Refusals.afterWindow()));
      // Closed after the listener of calls: whoever asks while it drains gets an answer.
      var adminListener =
          adminListener(
              config.admin(),
              metrics,
              readiness,
              new HttpAccess(access, refusals, config.access().openMetrics()));
      adminListener.ifPresent(guard::push);
      var invoker = new AdmittingInvoker(new WorkerInvoker(caller, config.invocation()), admission);
      var constructor =
          new AdmittingPluginConstructor(new WorkerPluginConstructor(caller), admission);
      var listener =
          guard.push(
              GrpcListener.open(
                  new Entrances(
                      address,
                      config.listen(),
                      tls(config.listen().tls(), clock, metrics, guard),
                      callGrace(config.invocation())),
                  new GrpcListener.Backends(
                      new TracedInvoker(
                          new IdempotentInvoker(
                              new LoggedInvoker(
                                  new MeteredInvoker(invoker, callMetrics), refusalLog),
                              answers)),
                      new AdmissionGate(admission, answers, callMetrics, refusalLog),
                      metrics.timer(Metric.REFUSAL_TIME),
                      new LoggedPluginConstructor(
                          new MeteredPluginConstructor(constructor, callMetrics)),
                      plugins,
                      instances,
                      new StoreBackups(store, config.packages(), sources, trust),
                      store,
                      runtimes,
                      new ServerFacts(
                          ServerVersion.get(),
                          workers.startKind(),
                          workers.isolationLevel(),
                          config.invocation(),
                          config.packages()),
                      metrics,
                      telemetry.tracing(),
                      access,
                      refusals),
                  nanoTicker,
                  config.drainTimeout()));
      log.info(
          "memory of a plugin's calls together: {}",
          cgroups.isPresent()
              ? "limited, by control groups below " + cgroups.get().directory()
              : "not limited, as no control group is delegated to the server");
      metrics.gauge(Metric.CONNECTIONS, listener::connections);
      metrics.counted(Metric.REFUSED_CONNECTIONS, listener::refusedConnections);
      if (workers.isolationLevel() == IsolationLevel.NONE && access.localTokenFile().isPresent()) {
        log.warn("isolation level none: plugins can read the token of the server's callers");
      }
      log.info(
          "serving on {}, isolation level {}, start kind {}",
          String.join(" and ", targets(config, listener)),
          workers.isolationLevel().label(),
          workers.startKind().label());
      readiness.ready();
      return new ExecutorServer(
          config,
          access.localTokenFile(),
          admission,
          answers,
          listener,
          adminListener,
          readiness,
          runtimes,
          cgroups.isPresent(),
          List.copyOf(findings.missing),
          guard.release());
    }
  }

  /** The one that is checked is the one that is listened on: names can change. */
  private static Optional<InetSocketAddress> address(ServerConfig config) throws IOException {
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

  private static Optional<TlsFiles> tls(
      TlsConfig config, InstantSource clock, Metrics metrics, CloseStack guard) throws IOException {
    if (!config.isOn()) {
      return Optional.empty();
    }
    var files = guard.push(TlsFiles.open(config, clock));
    metrics.gauge(Metric.CERTIFICATE_EXPIRY, () -> files.expiry().getEpochSecond());
    metrics.counted(Metric.CERTIFICATE_FAILURES, files::failures);
    return Optional.of(files);
  }

  /** The longest that a call can take, and some time for what comes before and after it. */
  private static Duration callGrace(InvocationConfig config) {
    return config.maxTimeLimit().plus(config.queueTimeout()).plusMinutes(1);
  }

  private static void tellLoad(Metrics metrics, Admission admission, InvocationConfig config) {
    metrics.gauge(Metric.SLOTS, config::slots);
    metrics.gauge(Metric.INSTANCE_SLOTS, config::slotsOfOne);
    metrics.gauge(Metric.SLOTS_IN_USE, admission::slotsInUse);
    metrics.gauge(Metric.QUEUE_LIMIT, config::queueLength);
    metrics.gauge(Metric.QUEUE_DEPTH, admission::queueDepth);
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

  /** Keeps what the walls could not be built for. */
  private static final class WallFindings implements WorkerStarters.Findings {
    private final List<MissingLevel> missing = new ArrayList<>();
    private final List<PythonRuntime> unfit = new ArrayList<>();

    @Override
    public void missing(MissingLevel level) {
      missing.add(level);
    }

    @Override
    public void unfit(PythonRuntime runtime, String why) {
      unfit.add(runtime);
      log.warn(
          "runtime {}: {}: {} (expected: a Python that the walls stand around); it is not offered",
          runtime.name(),
          runtime.executable(),
          why);
    }
  }

  private static Optional<KeyEncryption> keyEncryption(StoreConfig config) {
    return config
        .keyFile()
        .map(KeyEncryption::byFile)
        .or(() ->
            config.keyCommand().isEmpty()
                ? Optional.empty()
                : Optional.of(
                    KeyEncryption.byCommand(config.keyCommand(), config.keyCommandTimeout())));
  }

  /** The port in use; differs from the configured one when that is 0; -1 without TCP. */
  public int port() {
    return listener.port();
  }

  /** Where clients connect to: the TCP port, or else the Unix socket. */
  public String target() {
    return targets().getFirst();
  }

  /** Everything that clients can connect to, the TCP port first. */
  public List<String> targets() {
    return targets(config, listener);
  }

  private static List<String> targets(ServerConfig config, GrpcListener listener) {
    var targets = new ArrayList<String>();
    if (config.listen().tcp()) {
      var host = config.host();
      targets.add((host.contains(":") ? "[" + host + "]" : host) + ":" + listener.port());
    }
    config.listen().socket().ifPresent(socket -> targets.add("unix://" + socket.toAbsolutePath()));
    return List.copyOf(targets);
  }

  /** Where the token lies that callers of the server's own user use; absent: there is none. */
  public Optional<Path> tokenFile() {
    return tokenFile;
  }

  /** The port of metrics and probes in use, where there is one. */
  public OptionalInt adminPort() {
    return adminListener.isPresent()
        ? OptionalInt.of(adminListener.get().port())
        : OptionalInt.empty();
  }

  /** The Pythons that plugins run on. */
  public List<PythonRuntime> runtimes() {
    return runtimes.all();
  }

  /** Whether control groups limit what all calls of a plugin take together. */
  public boolean limitsPluginMemory() {
    return limitsPluginMemory;
  }

  /** The better isolation levels that this machine does not give, the best first. */
  public List<MissingLevel> missingLevels() {
    return missingLevels;
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
    readiness.draining();
    log.info("stopping; running calls may end within {} s", config.drainTimeout().toSeconds());
    try {
      listener.stopAccepting();
      admission.drain();
      answers.drain();
      resources.close();
    } finally {
      state.set(State.CLOSED);
      closed.countDown();
      log.info("stopped");
    }
  }
}
