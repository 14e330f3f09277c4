// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where metrics and traces are sent to, by the OpenTelemetry protocol over HTTP. Immutable.
 *
 * @param otlpEndpoint the collector, without the path of a signal; default none: nothing is sent
 * @param otlpHeadersFile headers for the collector, one a line; default none
 * @param metricsInterval how often metrics are sent; default 60 s
 * @param traceRatio which part of the calls is traced whose callers leave that open, 0 to 1;
 *     default 1
 */
public record TelemetryConfig(
    Optional<URI> otlpEndpoint,
    Optional<Path> otlpHeadersFile,
    Duration metricsInterval,
    double traceRatio) {
  public TelemetryConfig {
    otlpEndpoint.ifPresent(TelemetryConfig::requireCollector);
    if (!metricsInterval.isPositive()) {
      throw new IllegalArgumentException(
          "telemetry.metrics-interval: " + metricsInterval + " (expected: > 0)");
    }
    if (!(traceRatio >= 0 && traceRatio <= 1)) {
      throw new IllegalArgumentException(
          "telemetry.trace-ratio: " + traceRatio + " (expected: 0 to 1)");
    }
  }

  private static void requireCollector(URI endpoint) {
    var scheme = endpoint.getScheme();
    if (!("http".equals(scheme) || "https".equals(scheme))
        || endpoint.getHost() == null
        || endpoint.getRawUserInfo() != null
        || endpoint.getRawQuery() != null
        || endpoint.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "telemetry.otlp-endpoint: "
              + endpoint
              + " (expected: the address of a collector such as http://127.0.0.1:4318)");
    }
  }

  public static TelemetryConfig defaults() {
    return new TelemetryConfig(Optional.empty(), Optional.empty(), Duration.ofSeconds(60), 1);
  }
}
