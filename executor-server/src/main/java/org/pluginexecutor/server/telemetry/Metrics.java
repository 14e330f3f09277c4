// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.telemetry;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.pluginexecutor.server.lifecycle.CloseStack;
import org.pluginexecutor.server.lifecycle.Resource;

/**
 * The server's measurements, and their text for who collects them. Thread-safe. The meters that it
 * gives out are cheap to use and are to be kept, not asked for at each call.
 */
public final class Metrics implements Resource {
  /** From what a warm call takes to the default time limit. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(20),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(200),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
  };

  /** From a bare interpreter to more than a worker may have. */
  private static final double[] SIZE_BUCKETS =
      IntStream.rangeClosed(23, 31).mapToDouble(power -> 1L << power).toArray();

  private final MeterRegistry registry;
  private final Optional<PrometheusMeterRegistry> readable;
  private final boolean on;
  private final CloseStack binders = new CloseStack();

  /** The registry itself holds them weakly. */
  private final List<LongSupplier> counted = new CopyOnWriteArrayList<>();

  private Metrics(MeterRegistry registry, Optional<PrometheusMeterRegistry> readable, boolean on) {
    this.registry = registry;
    this.readable = readable;
    this.on = on;
  }

  /** Keeps nothing: all meters of it do nothing. */
  public static Metrics off() {
    return new Metrics(new CompositeMeterRegistry(), Optional.empty(), false);
  }

  /** Measures for who reads, the Java machine and the process from now on. */
  public static Metrics open() {
    var registry = readable();
    return opened(registry, Optional.of(registry));
  }

  /** Measures for a registry, which is closed with this. */
  public static Metrics into(MeterRegistry pushed) {
    return opened(pushed, Optional.empty());
  }

  /** Measures for who reads, and for a registry, which is closed with this. */
  public static Metrics openAndInto(MeterRegistry pushed) {
    var registry = readable();
    var both = new CompositeMeterRegistry();
    both.add(registry);
    both.add(pushed);
    return opened(both, Optional.of(registry));
  }

  private static PrometheusMeterRegistry readable() {
    return new PrometheusMeterRegistry(
        PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM);
  }

  private static Metrics opened(
      MeterRegistry registry, Optional<PrometheusMeterRegistry> readable) {
    var metrics = new Metrics(registry, readable, true);
    metrics.watchProcess();
    return metrics;
  }

  /** Whether somebody gets to see what is measured. */
  public boolean isOn() {
    return on;
  }

  private void watchProcess() {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    var collections = new JvmGcMetrics();
    binders.push(collections::close);
    collections.bindTo(registry);
  }

  /** The counter with these values of the metric's labels; always the same one. */
  public Counter counter(Metric metric, String... labelValues) {
    return Counter.builder(meterName(metric))
        .description(metric.meaning())
        .tags(tags(metric, labelValues))
        .register(registry);
  }

  /** The timer with these values of the metric's labels; always the same one. */
  public Timer timer(Metric metric, String... labelValues) {
    return Timer.builder(meterName(metric))
        .description(metric.meaning())
        .tags(tags(metric, labelValues))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  /** The distribution of sizes with these values of the metric's labels; always the same one. */
  public DistributionSummary sizes(Metric metric, String... labelValues) {
    return DistributionSummary.builder(meterName(metric))
        .baseUnit(metric.unit())
        .description(metric.meaning())
        .tags(tags(metric, labelValues))
        .serviceLevelObjectives(SIZE_BUCKETS)
        .register(registry);
  }

  /** Asks for the value whenever somebody reads the metrics. */
  public void gauge(Metric metric, DoubleSupplier value, String... labelValues) {
    Supplier<Number> number = value::getAsDouble;
    var _ =
        Gauge.builder(meterName(metric), number)
            .description(metric.meaning())
            .tags(tags(metric, labelValues))
            .register(registry);
  }

  /** Asks for the count, which somebody else keeps, whenever somebody reads the metrics. */
  public void counted(Metric metric, LongSupplier count) {
    counted.add(count);
    var _ =
        FunctionCounter.builder(meterName(metric), count, LongSupplier::getAsLong)
            .description(metric.meaning())
            .register(registry);
  }

  /** All of it in the text format of Prometheus, version 0.0.4; empty where metrics are off. */
  public String text() {
    return readable.map(PrometheusMeterRegistry::scrape).orElse("");
  }

  /** Micrometer's name, from which it makes the exposed one by the type. */
  private static String meterName(Metric metric) {
    var name = metric.exposedName();
    var stem =
        switch (metric.type()) {
          case COUNTER -> withoutEnd(name, "_total");
          case HISTOGRAM -> withoutEnd(name, "_" + metric.unit());
          case GAUGE -> name;
        };
    return stem.replace('_', '.');
  }

  private static String withoutEnd(String name, String end) {
    return name.substring(0, name.length() - end.length());
  }

  private static List<Tag> tags(Metric metric, String... values) {
    var labels = metric.labels();
    if (labels.size() != values.length) {
      throw new IllegalArgumentException(
          metric.exposedName() + ": " + values.length + " values (expected: " + labels + ")");
    }
    var tags = new ArrayList<Tag>();
    for (int i = 0; i < values.length; i++) {
      tags.add(Tag.of(labels.get(i).attribute(), values[i]));
    }
    return tags;
  }

  @Override
  public void close() {
    binders.close();
    registry.close();
  }
}
