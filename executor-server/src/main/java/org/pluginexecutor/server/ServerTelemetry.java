// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server;

import java.io.IOException;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.lifecycle.CloseStack;
import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.server.otlp.OtlpExport;
import org.pluginexecutor.server.telemetry.DroppedLines;
import org.pluginexecutor.server.telemetry.Metric;
import org.pluginexecutor.server.telemetry.Metrics;
import org.pluginexecutor.server.telemetry.Tracing;

/**
 * What the server measures and traces, for those whom it was told to tell. Thread-safe; closing
 * sends what was not sent yet.
 */
final class ServerTelemetry implements Resource {
  private final Metrics metrics;
  private final Tracing tracing;
  private final CloseStack resources;

  private ServerTelemetry(Metrics metrics, Tracing tracing, CloseStack resources) {
    this.metrics = metrics;
    this.tracing = tracing;
    this.resources = resources;
  }

  /**
   * Begins to measure, if somebody is told. Where no collector is, nothing of what speaks to one is
   * loaded.
   */
  static ServerTelemetry open(ServerConfig config) throws IOException {
    boolean readable = config.admin().port().isPresent();
    var endpoint = config.telemetry().otlpEndpoint();
    try (var guard = new CloseStack()) {
      if (endpoint.isEmpty()) {
        var metrics = guard.push(readable ? Metrics.open() : Metrics.off());
        return started(metrics, Tracing.OFF, guard);
      }
      var export =
          guard.push(OtlpExport.open(endpoint.get(), config.telemetry(), ServerVersion.get()));
      var metrics =
          guard.push(
              readable ? Metrics.openAndInto(export.registry()) : Metrics.into(export.registry()));
      guard.push(export::hurry);
      return started(metrics, export.tracing(), guard);
    }
  }

  private static ServerTelemetry started(Metrics metrics, Tracing tracing, CloseStack guard)
      throws IOException {
    metrics.gauge(Metric.BUILD, () -> 1, ServerVersion.get());
    metrics.counted(Metric.DROPPED_LOG_LINES, DroppedLines::total);
    return new ServerTelemetry(metrics, tracing, guard.release());
  }

  Metrics metrics() {
    return metrics;
  }

  Tracing tracing() {
    return tracing;
  }

  @Override
  public void close() {
    resources.close();
  }
}
