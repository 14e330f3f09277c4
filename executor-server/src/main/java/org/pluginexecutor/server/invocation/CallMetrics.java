// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.pluginexecutor.server.config.StartKind;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.plugin.Manifest;
import org.pluginexecutor.server.shim.ReachedWall;
import org.pluginexecutor.server.telemetry.MeterPerConstant;
import org.pluginexecutor.server.telemetry.Metric;
import org.pluginexecutor.server.telemetry.Metrics;

/**
 * The meters of calls, each made once. Thread-safe. Their number is bounded, though plugins come
 * and go while the server runs: what comes after the first thousand is counted together.
 */
public final class CallMetrics {
  /** What has no label of its own any more; no plugin can be called so. */
  static final String OTHER = "(other)";

  static final int MOST_CALLEES = 1000;
  private static final String INTERNAL_ERROR = "INTERNAL_ERROR";

  private final Metrics metrics;
  private final Timer queueTime;
  private final MeterPerConstant<StartKind, Timer> startTimes;
  private final MeterPerConstant<ReachedWall.Kind, Counter> walls;
  private final Map<String, Counter> refusals = new ConcurrentHashMap<>();
  private final Map<Callee, HookMeters> hooks = new ConcurrentHashMap<>();
  private final Map<Callee, MeterPerConstant<ConstructionLabel, Counter>> constructions =
      new ConcurrentHashMap<>();

  public CallMetrics(Metrics metrics) {
    this.metrics = metrics;
    this.queueTime = metrics.timer(Metric.QUEUE_TIME);
    this.startTimes =
        MeterPerConstant.of(
            StartKind.class, kind -> metrics.timer(Metric.START_TIME, kind.label()));
    this.walls =
        MeterPerConstant.of(
            ReachedWall.Kind.class,
            kind -> metrics.counter(Metric.REACHED_WALLS, kind.name().toLowerCase(Locale.ROOT)));
  }

  /** What was called; the hook is empty where none was. */
  private record Callee(String type, String plugin, String version, String hook) {
    static Callee of(Manifest manifest, String hook) {
      return new Callee(manifest.type().manifestName(), manifest.name(), manifest.version(), hook);
    }

    Callee withoutPlugin() {
      return new Callee(type, OTHER, OTHER, hook);
    }
  }

  private record HookMeters(
      MeterPerConstant<OutcomeLabel, Counter> outcomes, Timer runTime, PluginMeters plugin) {}

  /** Those of a plugin, whichever hook is called. */
  private record PluginMeters(
      Timer loadTime, Timer constructTime, Timer cpuTime, DistributionSummary peakMemory) {

    void record(InvocationResult.Cost cost) {
      recordStep(loadTime, cost.timing().steps().load());
      recordStep(constructTime, cost.timing().steps().construct());
      cpuTime.record(cost.cpuTime());
      if (cost.peakMemoryBytes() > 0) {
        peakMemory.record((double) cost.peakMemoryBytes());
      }
    }

    /** A step that the worker did not come to, or did not tell of, has no time. */
    private static void recordStep(Timer timer, Duration time) {
      if (!time.isZero()) {
        timer.record(time);
      }
    }
  }

  void count(InvocationResult result, String hook) {
    var meters =
        found(hooks, Callee.of(result.execution().plugin().manifest(), hook), this::hookMeters);
    meters.outcomes().of(OutcomeLabel.of(result.outcome())).increment();
    meters.runTime().record(result.cost().runTime());
    meters.plugin().record(result.cost());
    queueTime.record(result.cost().queueTime());
    startTimes.of(result.execution().startKind()).record(result.cost().startTime());
    for (var wall : result.walls()) {
      // Not by its count, which the plugin's process made up.
      walls.of(wall.kind()).increment();
    }
  }

  void count(ConstructionResult result) {
    found(
            constructions,
            Callee.of(result.execution().plugin().manifest(), ""),
            this::constructionCounters)
        .of(ConstructionLabel.of(result.outcome()))
        .increment();
  }

  void countRefusal(RuntimeException why) {
    refusals
        .computeIfAbsent(reason(why), name -> metrics.counter(Metric.REFUSALS, name))
        .increment();
  }

  /** The error that callers get. */
  static String reason(RuntimeException why) {
    return why instanceof ExecutorException e ? e.error().reason() : INTERNAL_ERROR;
  }

  private static <M> M found(Map<Callee, M> known, Callee callee, Function<Callee, M> made) {
    var meters = known.get(callee);
    return meters != null
        ? meters
        : known.computeIfAbsent(
            known.size() < MOST_CALLEES ? callee : callee.withoutPlugin(), made);
  }

  private HookMeters hookMeters(Callee callee) {
    return new HookMeters(
        MeterPerConstant.of(
            OutcomeLabel.class,
            outcome ->
                metrics.counter(
                    Metric.INVOCATIONS,
                    callee.type(),
                    callee.plugin(),
                    callee.version(),
                    callee.hook(),
                    outcome.label())),
        metrics.timer(Metric.RUN_TIME, callee.type(), callee.plugin(), callee.hook()),
        new PluginMeters(
            metrics.timer(Metric.LOAD_TIME, callee.type(), callee.plugin()),
            metrics.timer(Metric.CONSTRUCT_TIME, callee.type(), callee.plugin()),
            metrics.timer(Metric.CPU_TIME, callee.type(), callee.plugin()),
            metrics.sizes(Metric.PEAK_MEMORY, callee.type(), callee.plugin())));
  }

  private MeterPerConstant<ConstructionLabel, Counter> constructionCounters(Callee callee) {
    return MeterPerConstant.of(
        ConstructionLabel.class,
        outcome ->
            metrics.counter(
                Metric.CONSTRUCTIONS,
                callee.type(),
                callee.plugin(),
                callee.version(),
                outcome.label()));
  }
}
