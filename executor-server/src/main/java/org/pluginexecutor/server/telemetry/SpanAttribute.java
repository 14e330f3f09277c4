// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.telemetry;

/** What spans say; docs/OPERATIONS.md has a row for each. Immutable. */
public enum SpanAttribute {
  RPC_SYSTEM("rpc.system.name"),
  RPC_METHOD("rpc.method"),
  RPC_STATUS("rpc.response.status_code"),
  ERROR_TYPE("error.type"),
  SESSION_ID("session.id"),
  INVOCATION_ID("pluginexecutor.invocation_id"),
  PLUGIN_TYPE("pluginexecutor.plugin_type"),
  PLUGIN("pluginexecutor.plugin"),
  VERSION("pluginexecutor.plugin_version"),
  HOOK("pluginexecutor.hook"),
  OUTCOME("pluginexecutor.outcome"),
  RUNTIME("pluginexecutor.runtime"),
  START_KIND("pluginexecutor.start_kind"),
  ISOLATION_LEVEL("pluginexecutor.isolation_level"),
  CPU_MICROSECONDS("pluginexecutor.cpu_us"),
  PEAK_MEMORY_BYTES("pluginexecutor.peak_memory_bytes");

  private final String key;

  SpanAttribute(String key) {
    this.key = key;
  }

  public String key() {
    return key;
  }
}
