// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server;

import java.io.IOException;
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
import org.pluginexecutor.server.admin.AdminListener;
import org.pluginexecutor.server.admin.Readiness;
import org.pluginexecutor.server.api.GrpcListener;
import org.pluginexecutor.server.api.ServerFacts;
import org.pluginexecutor.server.cgroup.ZygoteCgroups;
import org.pluginexecutor.server.config.AdminConfig;
import org.pluginexecutor.server.config.InvocationConfig;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.config.StoreConfig;
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
import org.pluginexecutor.server.telemetry.Metric;
import org.pluginexecutor.server.telemetry.Metrics;
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
      var directory =
          guard.push(RuntimeDirectory.create(Path.of(System.getProperty("java.io.tmpdir"))));
      var shimMain = ShimSources.unpackInto(directory.path());
      var cgroups = ZygoteCgroups.open(config.sandbox().cgroup());
      var found = Runtimes.discover(config.runtimes(), config.searchDirectories(), shimMain);
      var findings = new WallFindings();
      var metrics = guard.push(metrics(config.admin()));
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
      metrics.gauge(Metric.STORE_DAMAGED_LINES, () -> StoreOverview.damagedLines(store));
      metrics.counted(Metric.AUDIT_FAILURES, store::auditFailures);
      var answers = guard.push(new KeptAnswers(config.invocation().answers(), nanoTicker));
      metrics.counted(Metric.REPETITIONS, answers::repeated);
      var callMetrics = new CallMetrics(metrics);
      var refusals = new RefusalLog();
      guard.push(
          Heartbeat.start(
              HEARTBEAT,
              () -> {
                answers.forgetOld();
                refusals.write();
              }));
      var readiness = new Readiness();
      // Closed after the listener of calls: whoever asks while it drains gets an answer.
      var adminListener = adminListener(config.admin(), metrics, readiness);
      adminListener.ifPresent(guard::push);
      var invoker = new AdmittingInvoker(new WorkerInvoker(caller, config.invocation()), admission);
      var constructor =
          new AdmittingPluginConstructor(new WorkerPluginConstructor(caller), admission);
      var listener =
          guard.push(
              GrpcListener.open(
                  new InetSocketAddress(config.host(), config.port()),
                  new GrpcListener.Backends(
                      new IdempotentInvoker(
                          new LoggedInvoker(new MeteredInvoker(invoker, callMetrics), refusals),
                          answers),
                      new AdmissionGate(admission, answers, callMetrics, refusals),
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
                          config.packages())),
                  nanoTicker,
                  config.drainTimeout()));
      log.info(
          "memory of a plugin's calls together: {}",
          cgroups.isPresent()
              ? "limited, by control groups below " + cgroups.get().directory()
              : "not limited, as no control group is delegated to the server");
      log.info(
          "serving on {}:{}, isolation level {}, start kind {}",
          config.host(),
          listener.port(),
          workers.isolationLevel().label(),
          workers.startKind().label());
      readiness.ready();
      return new ExecutorServer(
          config,
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

  private static Metrics metrics(AdminConfig config) throws IOException {
    if (config.port().isEmpty()) {
      return Metrics.off();
    }
    var metrics = Metrics.open();
    metrics.gauge(Metric.BUILD, () -> 1, ServerVersion.get());
    return metrics;
  }

  private static void tellLoad(Metrics metrics, Admission admission, InvocationConfig config) {
    metrics.gauge(Metric.SLOTS, config::slots);
    metrics.gauge(Metric.INSTANCE_SLOTS, config::slotsOfOne);
    metrics.gauge(Metric.SLOTS_IN_USE, admission::slotsInUse);
    metrics.gauge(Metric.QUEUE_LIMIT, config::queueLength);
    metrics.gauge(Metric.QUEUE_DEPTH, admission::queueDepth);
  }

  private static Optional<AdminListener> adminListener(
      AdminConfig config, Metrics metrics, Readiness readiness) throws IOException {
    if (config.port().isEmpty()) {
      return Optional.empty();
    }
    var listener =
        AdminListener.open(config.address(), config.port().getAsInt(), metrics, readiness);
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

  /** The port in use; differs from the configured one when that is 0. */
  public int port() {
    return listener.port();
  }

  /** Where clients connect to. */
  public String target() {
    return config.host() + ":" + listener.port();
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
