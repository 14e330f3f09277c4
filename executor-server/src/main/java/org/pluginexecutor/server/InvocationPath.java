// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.pluginexecutor.server.config.InvocationConfig;
import org.pluginexecutor.server.invocation.Admission;
import org.pluginexecutor.server.invocation.AdmissionGate;
import org.pluginexecutor.server.invocation.AdmittingInvoker;
import org.pluginexecutor.server.invocation.AdmittingPluginConstructor;
import org.pluginexecutor.server.invocation.CallMetrics;
import org.pluginexecutor.server.invocation.IdempotentInvoker;
import org.pluginexecutor.server.invocation.Invoker;
import org.pluginexecutor.server.invocation.KeptAnswers;
import org.pluginexecutor.server.invocation.LoggedInvoker;
import org.pluginexecutor.server.invocation.LoggedPluginConstructor;
import org.pluginexecutor.server.invocation.MeteredInvoker;
import org.pluginexecutor.server.invocation.MeteredPluginConstructor;
import org.pluginexecutor.server.invocation.OverloadGate;
import org.pluginexecutor.server.invocation.PluginConstructor;
import org.pluginexecutor.server.invocation.RefusalLog;
import org.pluginexecutor.server.invocation.TargetLookup;
import org.pluginexecutor.server.invocation.TracedInvoker;
import org.pluginexecutor.server.invocation.WorkerCaller;
import org.pluginexecutor.server.invocation.WorkerInvoker;
import org.pluginexecutor.server.invocation.WorkerPluginConstructor;
import org.pluginexecutor.server.lifecycle.CloseStack;
import org.pluginexecutor.server.lifecycle.Heartbeat;
import org.pluginexecutor.server.services.Services;
import org.pluginexecutor.server.telemetry.Metric;
import org.pluginexecutor.server.telemetry.Metrics;

/**
 * What a call goes through between the API and its worker, wrapper by wrapper. Thread-safe.
 *
 * @param gate refuses before a call is handed on what would be refused anyway
 */
record InvocationPath(
    Admission admission,
    KeptAnswers answers,
    Invoker invoker,
    OverloadGate gate,
    PluginConstructor constructor) {
  /** How often secrets whose time is over are forgotten, and refusals logged. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  /**
   * Puts it together.
   *
   * @param services what plugins may ask for while they run
   * @param resources what has to be closed is pushed there
   */
  static InvocationPath open(
      InvocationConfig config,
      TargetLookup targets,
      ServerWorkers workers,
      Services services,
      Metrics metrics,
      CloseStack resources) {
    InstantSource clock = InstantSource.system();
    LongSupplier nanoTicker = System::nanoTime;
    var caller =
        new WorkerCaller(
            targets, workers.runtimes(), workers.starter(), services, config, clock, nanoTicker);
    var admission = new Admission(config, nanoTicker);
    tellLoad(metrics, admission, config);
    var answers = resources.push(new KeptAnswers(config.answers(), nanoTicker));
    metrics.counted(Metric.REPETITIONS, answers::repeated);
    var callMetrics = new CallMetrics(metrics);
    var refusalLog = new RefusalLog();
    resources.push(
        Heartbeat.start(
            HEARTBEAT,
            () -> {
              answers.forgetOld();
              refusalLog.write();
            }));
    var invoker = new AdmittingInvoker(new WorkerInvoker(caller, config), admission);
    var constructor =
        new AdmittingPluginConstructor(new WorkerPluginConstructor(caller), admission);
    return new InvocationPath(
        admission,
        answers,
        new TracedInvoker(
            new IdempotentInvoker(
                new LoggedInvoker(new MeteredInvoker(invoker, callMetrics), refusalLog), answers)),
        new AdmissionGate(admission, answers, callMetrics, refusalLog),
        new LoggedPluginConstructor(new MeteredPluginConstructor(constructor, callMetrics)));
  }

  private static void tellLoad(Metrics metrics, Admission admission, InvocationConfig config) {
    metrics.gauge(Metric.SLOTS, config::slots);
    metrics.gauge(Metric.INSTANCE_SLOTS, config::slotsOfOne);
    metrics.gauge(Metric.SLOTS_IN_USE, admission::slotsInUse);
    metrics.gauge(Metric.QUEUE_LIMIT, config::queueLength);
    metrics.gauge(Metric.QUEUE_DEPTH, admission::queueDepth);
  }

  /** Refuses new calls; those that wait for a slot are refused too. */
  void drain() {
    admission.drain();
    answers.drain();
  }
}
