// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.telemetry.MeterPerConstant;
import org.pluginexecutor.server.telemetry.Metric;
import org.pluginexecutor.server.telemetry.Metrics;

/** Tells how long operations on the store took, and what became of them. Thread-safe. */
final class StoreMeters {
  /** Null: nothing is measured. */
  private volatile @Nullable Metrics metrics;

  /** Made when first used: most servers do few of them, and each has many series. */
  private final Map<StoreOperation, MeterPerConstant<Result, Timer>> timers =
      new ConcurrentHashMap<>();

  void measureWith(Metrics newMetrics) {
    metrics = newMetrics;
  }

  /** What became of an operation. */
  enum Result {
    DONE,
    /** It was asked for what cannot be; the store is as it should be. */
    REFUSED,
    /** The store is not as it should be. */
    FAILED;

    /** What a failure means. */
    static Result of(Exception failure) {
      return failure instanceof ExecutorException e && !isFault(e.error()) ? REFUSED : FAILED;
    }

    private static boolean isFault(ExecutorError error) {
      return error instanceof ExecutorError.StoreFailed
          || error instanceof ExecutorError.StoreFull
          || error instanceof ExecutorError.StoreReadOnly
          || error instanceof ExecutorError.PluginDigestMismatch
          || error instanceof ExecutorError.InstanceDamaged;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Runs an operation. */
  <T> T measure(StoreOperation operation, Store.Body<T> body) throws IOException {
    var current = metrics;
    if (current == null) {
      return body.run();
    }
    var results = timers.computeIfAbsent(operation, what -> timers(current, what));
    long startNanos = System.nanoTime();
    try {
      var value = body.run();
      record(results, Result.DONE, startNanos);
      return value;
    } catch (IOException | RuntimeException e) {
      record(results, Result.of(e), startNanos);
      throw e;
    }
  }

  private static MeterPerConstant<Result, Timer> timers(Metrics metrics, StoreOperation operation) {
    return MeterPerConstant.of(
        Result.class,
        result -> metrics.timer(Metric.STORE_TIME, operation.label(), result.label()));
  }

  private static void record(
      MeterPerConstant<Result, Timer> results, Result result, long startNanos) {
    results.of(result).record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
  }
}
