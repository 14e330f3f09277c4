// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.otlp;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes the registry that sends metrics to a collector. Stateless. */
final class PushedMetrics {
  private PushedMetrics() {}

  /** Sends from now on, and once more when it is closed. */
  static MeterRegistry open(
      URI uri, Duration interval, Map<String, String> resource, CollectorClient client) {
    return OtlpMeterRegistry.builder(new Settings(uri, interval, resource))
        .metricsSender(request -> {
          var answer = client.post(uri, request.getMetricsData());
          if (!answer.isAccepted()) {
            throw new IOException(
                "status: " + answer.getStatusCode() + " (expected: 200, that metrics are taken)");
          }
        })
        .threadFactory(Thread.ofPlatform().daemon().name("otlp-metrics-", 0).factory())
        .build();
  }

  /** What Micrometer would otherwise take from the environment. */
  private record Settings(URI uri, Duration interval, Map<String, String> resource)
      implements OtlpConfig {
    @Override
    public @Nullable String get(String key) {
      return null;
    }

    @Override
    public String url() {
      return uri.toString();
    }

    @Override
    public Duration step() {
      return interval;
    }

    @Override
    public Map<String, String> resourceAttributes() {
      return resource;
    }

    @Override
    public Map<String, String> headers() {
      return Map.of();
    }

    @Override
    public TimeUnit baseTimeUnit() {
      return TimeUnit.SECONDS;
    }
  }
}
