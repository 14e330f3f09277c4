// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import io.micrometer.core.instrument.Counter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.telemetry.MeterPerConstant;
import org.pluginexecutor.server.telemetry.Metric;
import org.pluginexecutor.server.telemetry.Metrics;

/** Counts what plugins ask for, and what they get. Thread-safe. */
final class ServiceMeters {
  /** Null: nothing is measured. */
  private volatile @Nullable Metrics metrics;

  /** Made when first used: most plugins ask for little, or for nothing. */
  private final Map<Service, MeterPerConstant<Result, Counter>> questions =
      new ConcurrentHashMap<>();

  /** What is asked; plugins make up names, which are no labels. */
  private enum Service {
    CREDENTIAL_STORE,
    USER_LIST,
    LDAP_SERVER,
    TRUSTED_CA_LIST,
    BOX,
    HTTPS_PROXY,
    MEMORY_CACHE,
    OTHER;

    static Service of(String name) {
      for (var service : values()) {
        if (service.label().equals(name)) {
          return service;
        }
      }
      return OTHER;
    }

    String label() {
      return ServiceMeters.label(this);
    }
  }

  /** What became of a question. */
  enum Result {
    GIVEN,
    /** It may be asked for, and is not there. */
    NOT_FOUND,
    /** It may not be asked for, or not in this way. */
    REFUSED,
    /** It cannot be had now. */
    FAILED
  }

  void measureWith(Metrics newMetrics) {
    metrics = newMetrics;
  }

  void count(String service, Result result) {
    var current = metrics;
    if (current != null) {
      questions
          .computeIfAbsent(Service.of(service), what -> counters(current, what))
          .of(result)
          .increment();
    }
  }

  private static MeterPerConstant<Result, Counter> counters(Metrics metrics, Service service) {
    return MeterPerConstant.of(
        Result.class,
        result -> metrics.counter(Metric.SERVICE_QUESTIONS, service.label(), label(result)));
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
