// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.telemetry;

import static org.pluginexecutor.server.telemetry.MetricLabel.HOOK;
import static org.pluginexecutor.server.telemetry.MetricLabel.KIND;
import static org.pluginexecutor.server.telemetry.MetricLabel.LEVEL;
import static org.pluginexecutor.server.telemetry.MetricLabel.OPERATION;
import static org.pluginexecutor.server.telemetry.MetricLabel.OUTCOME;
import static org.pluginexecutor.server.telemetry.MetricLabel.PLUGIN;
import static org.pluginexecutor.server.telemetry.MetricLabel.PLUGIN_TYPE;
import static org.pluginexecutor.server.telemetry.MetricLabel.REASON;
import static org.pluginexecutor.server.telemetry.MetricLabel.RPC_METHOD;
import static org.pluginexecutor.server.telemetry.MetricLabel.RPC_RESPONSE_STATUS_CODE;
import static org.pluginexecutor.server.telemetry.MetricLabel.RPC_SYSTEM_NAME;
import static org.pluginexecutor.server.telemetry.MetricLabel.SERVICE;
import static org.pluginexecutor.server.telemetry.MetricLabel.START_KIND;
import static org.pluginexecutor.server.telemetry.MetricLabel.STREAM;
import static org.pluginexecutor.server.telemetry.MetricLabel.VERSION;

import java.util.List;
import java.util.Locale;

/** What the server measures of itself; docs/METRICS.md has a row for each. Immutable. */
public enum Metric {
  INVOCATIONS(
      "invocations_total",
      Type.COUNTER,
      "calls",
      "Hook calls that came to an outcome",
      PLUGIN_TYPE,
      PLUGIN,
      VERSION,
      HOOK,
      OUTCOME),
  CONSTRUCTIONS(
      "constructions_total",
      Type.COUNTER,
      "calls",
      "Tests of instances that came to an outcome",
      PLUGIN_TYPE,
      PLUGIN,
      VERSION,
      OUTCOME),
  REFUSALS(
      "refusals_total",
      Type.COUNTER,
      "calls",
      "Hook calls and tests of instances that ended with an error instead of an outcome",
      REASON),
  REFUSAL_TIME(
      "refusal_seconds",
      Type.HISTOGRAM,
      "seconds",
      "From the first bytes of a call until it was refused with RESOURCE_EXHAUSTED"),
  REPETITIONS(
      "repetitions_total",
      Type.COUNTER,
      "calls",
      "Hook calls that got the answer of an earlier one with their request id"),
  QUEUE_TIME(
      "queue_seconds",
      Type.HISTOGRAM,
      "seconds",
      "From the arrival of a hook call until it had a slot"),
  START_TIME(
      "start_seconds",
      Type.HISTOGRAM,
      "seconds",
      "From the slot of a hook call until its worker was ready",
      START_KIND),
  RUN_TIME(
      "run_seconds",
      Type.HISTOGRAM,
      "seconds",
      "From the ready worker of a hook call until its processes were dead",
      PLUGIN_TYPE,
      PLUGIN,
      HOOK),
  LOAD_TIME(
      "load_seconds",
      Type.HISTOGRAM,
      "seconds",
      "Importing main.py and finding the class, as the worker of a hook call says",
      PLUGIN_TYPE,
      PLUGIN),
  CONSTRUCT_TIME(
      "construct_seconds",
      Type.HISTOGRAM,
      "seconds",
      "The constructor of the plugin, as the worker of a hook call says",
      PLUGIN_TYPE,
      PLUGIN),
  CPU_TIME(
      "cpu_seconds",
      Type.HISTOGRAM,
      "seconds",
      "CPU time of all processes of a hook call",
      PLUGIN_TYPE,
      PLUGIN),
  PEAK_MEMORY(
      "peak_memory_bytes",
      Type.HISTOGRAM,
      "bytes",
      "Largest resident memory of any process of a hook call",
      PLUGIN_TYPE,
      PLUGIN),
  WORKER_STARTS(
      "worker_starts_total", Type.COUNTER, "workers", "Workers that became ready", START_KIND),
  WORKER_START_FAILURES(
      "worker_start_failures_total", Type.COUNTER, "workers", "Workers that did not become ready"),
  WORKER_ENDS(
      "worker_ends_total", Type.COUNTER, "workers", "Ends of workers that were called", REASON),
  KILLS(
      "kills_total",
      Type.COUNTER,
      "workers",
      "Workers that were killed, by the server or the kernel, before they replied",
      REASON),
  REACHED_WALLS(
      "reached_walls_total",
      Type.COUNTER,
      "walls",
      "Walls and limits that hook calls ran into",
      KIND),
  TRUNCATED_OUTPUTS(
      "truncated_outputs_total",
      Type.COUNTER,
      "workers",
      "Workers of whose output a part was dropped",
      STREAM),
  DROPPED_OUTPUT(
      "dropped_output_bytes_total",
      Type.COUNTER,
      "bytes",
      "Output of workers that was dropped",
      STREAM),
  SLOTS("slots", Type.GAUGE, "slots", "How many calls may run at once"),
  SLOTS_IN_USE("slots_in_use", Type.GAUGE, "slots", "How many calls run"),
  INSTANCE_SLOTS(
      "instance_slots", Type.GAUGE, "slots", "How many calls of one instance may run at once"),
  QUEUE_LIMIT("queue_limit", Type.GAUGE, "calls", "How many calls may wait for a slot"),
  QUEUE_DEPTH("queue_depth", Type.GAUGE, "calls", "How many calls wait for a slot"),
  ISOLATION_LEVEL(
      "isolation_level",
      Type.GAUGE,
      "0 or 1",
      "1 for the level of the walls around workers, 0 for the others",
      LEVEL),
  ZYGOTES("zygotes", Type.GAUGE, "zygotes", "Warm interpreters that listen"),
  WAITING_WORKERS("waiting_workers", Type.GAUGE, "workers", "Workers that were forked ahead"),
  ZYGOTE_REPLACEMENTS(
      "zygote_replacements_total",
      Type.COUNTER,
      "zygotes",
      "Zygotes that were worn and got a successor"),
  ZYGOTE_FAILURES(
      "zygote_failures_total",
      Type.COUNTER,
      "zygotes",
      "Zygotes that did not come up, died or could not fork"),
  STORE_TIME(
      "store_operation_seconds",
      Type.HISTOGRAM,
      "seconds",
      "Operations on the store, with what became of them",
      OPERATION,
      OUTCOME),
  STORE_DAMAGED_LINES(
      "store_damaged_lines", Type.GAUGE, "lines", "Lines of the catalog that cannot be read"),
  AUDIT_FAILURES(
      "audit_failures_total",
      Type.COUNTER,
      "entries",
      "Times that the audit log could not be written"),
  SERVICE_QUESTIONS(
      "service_questions_total",
      Type.COUNTER,
      "questions",
      "What plugins asked the server for while they ran, with what became of it",
      SERVICE,
      OUTCOME),
  CACHE_HITS(
      "cache_hits_total",
      Type.COUNTER,
      "questions",
      "Questions of plugins for a value that the memory cache had"),
  CACHE_MISSES(
      "cache_misses_total",
      Type.COUNTER,
      "questions",
      "Questions of plugins for a value that the memory cache did not have"),
  CACHE_ENTRIES(
      "cache_entries",
      Type.GAUGE,
      "entries",
      "Values in the memory cache; only of the server's own"),
  CACHE_EVICTIONS(
      "cache_evictions_total",
      Type.COUNTER,
      "entries",
      "Values that the memory cache forgot as it had no room for them; only of the server's own"),
  RPC_TIME(
      "rpc_server_call_duration_seconds",
      Type.HISTOGRAM,
      "seconds",
      "Calls of the port from their first byte to their status",
      RPC_SYSTEM_NAME,
      RPC_METHOD,
      RPC_RESPONSE_STATUS_CODE),
  CONNECTIONS("connections", Type.GAUGE, "connections", "How many connections callers have"),
  REFUSED_CONNECTIONS(
      "refused_connections_total",
      Type.COUNTER,
      "connections",
      "Connections that there was no room for"),
  CERTIFICATE_EXPIRY(
      "certificate_expiry_timestamp_seconds",
      Type.GAUGE,
      "seconds since 1970",
      "When the first of the certificates in use expires; only with TLS"),
  CERTIFICATE_FAILURES(
      "certificate_failures_total",
      Type.COUNTER,
      "times",
      "Times that changed files of TLS could not be used; only with TLS"),
  REVOCATIONS_EXPIRY(
      "revocations_expiry_timestamp_seconds",
      Type.GAUGE,
      "seconds since 1970",
      "When the first of the lists of revoked certificates expires; only with such lists"),
  ACCESS_REFUSALS(
      "access_refusals_total",
      Type.COUNTER,
      "calls",
      "Calls of all methods that were refused for who made them",
      REASON),
  DROPPED_LOG_LINES(
      "dropped_log_lines_total",
      Type.COUNTER,
      "lines",
      "Lines of the server's log that were dropped, as nobody took them in time"),
  BUILD("build_info", Type.GAUGE, "always 1", "The version of the server", VERSION);

  /** How a metric behaves. */
  public enum Type {
    /** It only grows while the server runs. */
    COUNTER,
    /** It goes up and down. */
    GAUGE,
    /** Counts of durations or sizes below bounds, with their sum. */
    HISTOGRAM;

    /** As it stands in the metrics. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String PREFIX = "pluginexecutor_";

  /** What OpenTelemetry's conventions name, whatever the product. */
  private static final String CONVENTIONAL = "rpc_";

  private final String exposedName;
  private final Type type;
  private final String unit;
  private final String meaning;

  // The list cannot be changed, which the checker does not see.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<MetricLabel> labels;

  Metric(String suffix, Type type, String unit, String meaning, MetricLabel... labels) {
    this.exposedName = suffix.startsWith(CONVENTIONAL) ? suffix : PREFIX + suffix;
    this.type = type;
    this.unit = unit;
    this.meaning = meaning;
    this.labels = List.of(labels);
  }

  /** As who reads the metrics sees it. */
  public String exposedName() {
    return exposedName;
  }

  public Type type() {
    return type;
  }

  /** What its numbers count. */
  public String unit() {
    return unit;
  }

  /** In one sentence, without a full stop. */
  public String meaning() {
    return meaning;
  }

  public List<MetricLabel> labels() {
    return labels;
  }
}
