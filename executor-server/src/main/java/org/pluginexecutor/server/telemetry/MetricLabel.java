// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.telemetry;

import java.util.Locale;

/** What values of a metric are told apart by. Immutable. */
public enum MetricLabel {
  PLUGIN_TYPE,
  PLUGIN,
  VERSION,
  HOOK,
  OUTCOME,
  REASON,
  START_KIND,
  KIND,
  STREAM,
  LEVEL,
  OPERATION,
  SERVICE,
  RPC_SYSTEM_NAME("rpc.system.name"),
  RPC_METHOD("rpc.method"),
  RPC_RESPONSE_STATUS_CODE("rpc.response.status_code");

  private final String attribute;

  MetricLabel() {
    this.attribute = name().toLowerCase(Locale.ROOT);
  }

  /** One that has a name in OpenTelemetry's conventions. */
  MetricLabel(String attribute) {
    this.attribute = attribute;
  }

  /** As it stands in the metrics for Prometheus. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As it stands in OTLP. */
  String attribute() {
    return attribute;
  }
}
