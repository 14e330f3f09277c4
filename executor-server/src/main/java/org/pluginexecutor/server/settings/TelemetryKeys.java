// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The rows of section {@code telemetry}. Stateless. */
final class TelemetryKeys {
  private static final Pattern RATIO = Pattern.compile("0|1|0\\.[0-9]{1,6}|1\\.0");

  static final ConfigKey<URI> OTLP_ENDPOINT =
      ConfigKey.optional(
              "telemetry.otlp-endpoint",
              Forms.parsed(
                  "URL",
                  "the address of a collector such as http://127.0.0.1:4318",
                  URI::create,
                  URI::toString),
              config -> config.telemetry().otlpEndpoint(),
              "none",
              "Send metrics and traces to this collector by the OpenTelemetry protocol (OTLP over"
                  + " HTTP, protobuf); /v1/metrics and /v1/traces are added to it.")
          .withFlag("--otlp-endpoint");
  static final ConfigKey<Path> OTLP_HEADERS_FILE =
      ConfigKey.optional(
          "telemetry.otlp-headers-file",
          Forms.path("FILE", "the path of a file with headers"),
          config -> config.telemetry().otlpHeadersFile(),
          "none",
          "Headers for the collector, such as its token: one 'Name: value' a line. It is read again"
              + " for each request.");
  static final ConfigKey<Duration> METRICS_INTERVAL =
      ConfigKey.of(
          "telemetry.metrics-interval",
          Forms.duration("1s", "1h"),
          config -> config.telemetry().metricsInterval(),
          "How often metrics are sent to the collector.");
  static final ConfigKey<Double> TRACE_RATIO =
      ConfigKey.of(
          "telemetry.trace-ratio",
          Forms.parsed(
              "RATIO",
              "a number from 0 to 1 such as 0.05",
              TelemetryKeys::ratio,
              TelemetryKeys::show),
          config -> config.telemetry().traceRatio(),
          "Which part of the hook calls is traced when their callers do not say whether they are.");

  static final List<ConfigKey<?>> ALL =
      List.of(OTLP_ENDPOINT, OTLP_HEADERS_FILE, METRICS_INTERVAL, TRACE_RATIO);

  private TelemetryKeys() {}

  private static Double ratio(String text) {
    if (!RATIO.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    return Double.valueOf(text);
  }

  private static String show(double ratio) {
    return BigDecimal.valueOf(ratio).stripTrailingZeros().toPlainString();
  }
}
