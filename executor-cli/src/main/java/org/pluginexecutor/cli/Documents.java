// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.AuditEntry;
import org.pluginexecutor.client.AuditResult;
import org.pluginexecutor.client.ConstructionOutcome;
import org.pluginexecutor.client.Cost;
import org.pluginexecutor.client.Execution;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.InstanceTest;
import org.pluginexecutor.client.IntegrityCheck;
import org.pluginexecutor.client.LogLine;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.OutputSummary;
import org.pluginexecutor.client.PackageWarning;
import org.pluginexecutor.client.Plugin;
import org.pluginexecutor.client.PluginHealth;
import org.pluginexecutor.client.PluginInstance;
import org.pluginexecutor.client.ReachedWall;
import org.pluginexecutor.client.RestoreResult;
import org.pluginexecutor.client.Timing;

/**
 * What {@code --json} prints. Names of fields are those of the protocol and stay; durations are
 * numbers of seconds in fields that end in {@code _s}, times are RFC 3339 text, and words such as
 * verdicts are those of the protocol without their prefix. Stateless.
 */
final class Documents {
  private Documents() {}

  static Map<String, @Nullable Object> integrityCheck(IntegrityCheck check) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("name", check.name());
    document.put("passed", check.passed());
    document.put("reason", check.reason());
    return document;
  }

  static Map<String, @Nullable Object> warning(PackageWarning warning) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("file", warning.file().isEmpty() ? null : warning.file());
    document.put("key", warning.key().isEmpty() ? null : warning.key());
    document.put("line", warning.line().isPresent() ? warning.line().getAsInt() : null);
    document.put("column", warning.column().isPresent() ? warning.column().getAsInt() : null);
    document.put("message", warning.message());
    return document;
  }

  static Map<String, @Nullable Object> plugin(Plugin plugin) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("plugin_type", plugin.type().map(PluginNames::word).orElse(null));
    document.put("name", plugin.name());
    document.put("version", plugin.version());
    document.put("digest", plugin.digest());
    document.put("description", plugin.description());
    document.put("api", plugin.api());
    document.put("runtime", plugin.runtime().orElse(null));
    document.put("size_bytes", plugin.sizeBytes());
    document.put("upload_time", plugin.uploadTime().toString());
    document.put("active", plugin.active());
    document.put("default_configuration", plugin.defaultConfiguration());
    boolean looked = plugin.health() != PluginHealth.UNKNOWN;
    document.put("health", looked ? plugin.health().name() : null);
    document.put(
        "health_message", plugin.healthMessage().isEmpty() ? null : plugin.healthMessage());
    return document;
  }

  /** An instance; the configuration is there only when it is to be shown. */
  static Map<String, @Nullable Object> instance(PluginInstance instance, boolean configuration) {
    var name = new LinkedHashMap<String, @Nullable Object>();
    name.put("name", instance.plugin().name());
    name.put("version", instance.plugin().version().orElse(null));
    name.put("plugin_type", instance.plugin().type().map(PluginNames::word).orElse(null));
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("name", instance.name());
    document.put("plugin", name);
    if (configuration) {
      document.put("configuration", instance.configuration().orElse(null));
    }
    document.put("runtime", instance.runtime().orElse(null));
    document.put("time_limit_s", instance.timeLimit().map(Documents::seconds).orElse(null));
    document.put("configuration_size_bytes", instance.configurationSizeBytes());
    document.put("create_time", instance.createTime().toString());
    document.put("revision", instance.revision());
    document.put("update_time", instance.updateTime().toString());
    return document;
  }

  static Map<String, @Nullable Object> restored(RestoreResult result) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("plugins", result.plugins());
    document.put("instances", result.instances());
    document.put("create_time", result.createTime().toString());
    return document;
  }

  static Map<String, @Nullable Object> auditEntry(AuditEntry entry) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("time", entry.time().toString());
    document.put("caller", entry.caller());
    document.put("address", entry.address());
    document.put("action", entry.action());
    document.put("subject", entry.subject().orElse(null));
    document.put("digest", entry.digest().orElse(null));
    boolean known = entry.result() != AuditResult.UNKNOWN;
    document.put("result", known ? entry.result().name() : null);
    document.put("reason", entry.reason().orElse(null));
    return document;
  }

  static Map<String, @Nullable Object> call(
      HookCall call, HookResponse response, List<LogLine> lines) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("hook", call.hook());
    document.put("session_id", call.sessionId());
    document.put("invocation_id", response.invocationId());
    document.put("outcome", word(response.outcome()));
    document.put(word(response.outcome()), outcome(response.outcome()));
    document.put("cookie", response.cookie());
    document.put("session_cookie", response.sessionCookie());
    document.put("log_lines", lines.stream().map(Documents::line).toList());
    document.put("output", output(response.output()));
    document.put("cost", cost(response.cost()));
    document.put("execution", execution(response.execution()));
    document.put("reached_walls", response.reachedWalls().stream().map(Documents::wall).toList());
    return document;
  }

  private static Map<String, @Nullable Object> wall(ReachedWall wall) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("kind", wall.kind().name());
    document.put("limit", wall.limit());
    document.put("reached", wall.reached());
    document.put("where", wall.where());
    document.put("subject", wall.subject());
    document.put("message", wall.message());
    document.put("count", wall.count());
    return document;
  }

  static Map<String, @Nullable Object> test(InstanceTest test) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("invocation_id", test.invocationId());
    switch (test.outcome()) {
      case ConstructionOutcome.Constructed(var hooks) -> {
        document.put("outcome", "constructed");
        document.put("constructed", Map.of("hooks", hooks));
      }
      case Outcome failed -> {
        document.put("outcome", word(failed));
        document.put(word(failed), outcome(failed));
      }
    }
    document.put("log_lines", test.logLines().stream().map(Documents::line).toList());
    document.put("output", output(test.output()));
    document.put("cost", cost(test.cost()));
    document.put("execution", execution(test.execution()));
    return document;
  }

  /** An outcome as the protocol calls it. */
  static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Returned _ -> "returned";
      case Outcome.Raised _ -> "raised";
      case Outcome.BadResult _ -> "bad_result";
      case Outcome.LoadFailed _ -> "load_failed";
      case Outcome.TimedOut _ -> "timed_out";
      case Outcome.Killed _ -> "killed";
      case Outcome.Exited _ -> "exited";
      case Outcome.Unrecognized _ -> "unrecognized";
    };
  }

  static BigDecimal seconds(Duration duration) {
    var seconds = BigDecimal.valueOf(duration.getSeconds());
    return seconds.add(BigDecimal.valueOf(duration.getNano(), 9)).stripTrailingZeros();
  }

  private static Map<String, @Nullable Object> outcome(Outcome outcome) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    switch (outcome) {
      case Outcome.Returned(var result, var verdict) -> {
        document.put("result", result);
        document.put("verdict", verdict.map(Enum::name).orElse(null));
      }
      case Outcome.Raised(var type, var message, var traceback) -> {
        document.put("exception_type", type);
        document.put("message", message);
        document.put("traceback", traceback);
      }
      case Outcome.BadResult(var path, var message) -> {
        document.put("path", path);
        document.put("message", message);
      }
      case Outcome.LoadFailed(var step, var type, var message, var traceback) -> {
        document.put("step", step.name());
        document.put("exception_type", type);
        document.put("message", message);
        document.put("traceback", traceback);
      }
      case Outcome.TimedOut(var limit) -> document.put("limit_s", seconds(limit));
      case Outcome.Killed(var signal, var signalName) -> {
        document.put("signal", signal);
        document.put("signal_name", signalName);
      }
      case Outcome.Exited(var exitCode) -> document.put("exit_code", exitCode);
      case Outcome.Unrecognized _ -> {}
    }
    return document;
  }

  private static Map<String, @Nullable Object> line(LogLine line) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("stream", line.stream().name());
    document.put("sequence", line.sequence());
    document.put("text", line.text());
    document.put("time", line.time().toString());
    return document;
  }

  private static Map<String, @Nullable Object> output(OutputSummary output) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("stdout_bytes", output.stdoutBytes());
    document.put("stderr_bytes", output.stderrBytes());
    document.put("stdout_dropped_bytes", output.stdoutDroppedBytes());
    document.put("stderr_dropped_bytes", output.stderrDroppedBytes());
    return document;
  }

  private static Map<String, @Nullable Object> cost(Cost cost) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("queue_time_s", seconds(cost.queueTime()));
    document.put("start_time_s", seconds(cost.startTime()));
    document.put("run_time_s", seconds(cost.runTime()));
    document.put("cpu_time_s", seconds(cost.cpuTime()));
    document.put("peak_memory_bytes", cost.peakMemoryBytes());
    document.put("timing", timing(cost.timing()));
    return document;
  }

  private static Map<String, @Nullable Object> timing(Timing timing) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("walls_time_s", seconds(timing.wallsTime()));
    document.put("load_time_s", seconds(timing.loadTime()));
    document.put("construct_time_s", seconds(timing.constructTime()));
    document.put("hook_time_s", seconds(timing.hookTime()));
    document.put("reply_time_s", seconds(timing.replyTime()));
    document.put("end_time_s", seconds(timing.endTime()));
    document.put("server_time_s", seconds(timing.serverTime()));
    document.put("client_time_s", seconds(timing.clientTime()));
    return document;
  }

  private static Map<String, @Nullable Object> execution(Execution execution) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("plugin", execution.plugin());
    document.put("digest", execution.digest());
    document.put("runtime", execution.runtime());
    document.put("runtime_version", execution.runtimeVersion());
    document.put("start_kind", execution.startKind().name());
    document.put("isolation_level", execution.isolationLevel().name());
    return document;
  }
}
