// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.otlp;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.pluginexecutor.server.config.TelemetryConfig;
import org.pluginexecutor.server.lifecycle.CloseStack;
import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.server.telemetry.Tracing;

/**
 * What is sent to a collector. The registry is closed by who measures, before this; closing sends
 * what is left of the spans. Thread-safe.
 */
public final class OtlpExport implements Resource {
  private final MeterRegistry registry;
  private final Tracing tracing;
  private final CollectorClient client;
  private final CloseStack resources;

  private OtlpExport(
      MeterRegistry registry, Tracing tracing, CollectorClient client, CloseStack resources) {
    this.registry = registry;
    this.tracing = tracing;
    this.client = client;
    this.resources = resources;
  }

  /**
   * Begins to send.
   *
   * @param endpoint the collector
   * @param version the server's
   * @throws IOException if the file of headers cannot be read
   */
  public static OtlpExport open(URI endpoint, TelemetryConfig config, String version)
      throws IOException {
    var headers = CollectorHeaders.open(config.otlpHeadersFile());
    var resource =
        Map.of(
            "service.name",
            "plugin-executor",
            "service.version",
            version,
            "service.instance.id",
            UUID.randomUUID().toString());
    try (var guard = new CloseStack()) {
      var client = guard.push(new CollectorClient(headers));
      var tracing =
          guard.push(
              SpanExport.open(signal(endpoint, "traces"), config.traceRatio(), resource, client));
      var registry =
          PushedMetrics.open(
              signal(endpoint, "metrics"), config.metricsInterval(), resource, client);
      return new OtlpExport(registry, tracing, client, guard.release());
    }
  }

  private static URI signal(URI endpoint, String name) {
    var base = endpoint.toString();
    return URI.create(base + (base.endsWith("/") ? "" : "/") + "v1/" + name);
  }

  /** Where metrics have to be registered to be sent. */
  public MeterRegistry registry() {
    return registry;
  }

  /** Makes the spans that are sent. */
  public Tracing tracing() {
    return tracing;
  }

  /** From now on nothing is sent again: the server is about to end. */
  public void hurry() {
    client.hurry();
  }

  @Override
  public void close() {
    resources.close();
  }
}
