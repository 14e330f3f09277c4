// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.PluginRuntime;
import org.pluginexecutor.client.RuntimeModule;
import org.pluginexecutor.client.ServerDescription;
import org.pluginexecutor.client.ServerLimits;

/** Shapes what a server says of itself as JSON objects, named like the protocol. Stateless. */
final class RuntimeDocuments {
  private RuntimeDocuments() {}

  static Map<String, @Nullable Object> server(ServerDescription server) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("server_version", server.serverVersion());
    document.put("runtimes", server.runtimes().stream().map(RuntimeDocuments::runtime).toList());
    document.put(
        "executed_plugin_types",
        server.executedPluginTypes().stream().map(PluginNames::word).toList());
    document.put("isolation_level", server.isolationLevel().name());
    document.put("start_kinds", server.startKinds().stream().map(Enum::name).toList());
    document.put("limits", limits(server.limits()));
    return document;
  }

  private static Map<String, @Nullable Object> runtime(PluginRuntime runtime) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("name", runtime.name());
    document.put("version", runtime.version());
    document.put("implementation", runtime.implementation());
    document.put("modules", runtime.modules().stream().map(RuntimeDocuments::module).toList());
    document.put("runs_without_entry_point", runtime.runsWithoutEntryPoint());
    document.put("preferred", runtime.preferred());
    return document;
  }

  private static Map<String, @Nullable Object> module(RuntimeModule module) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("name", module.name());
    document.put("found", module.found());
    document.put("version", module.version().orElse(null));
    return document;
  }

  private static Map<String, @Nullable Object> limits(ServerLimits limits) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("slots", limits.slots());
    document.put("queue_length", limits.queueLength());
    document.put("queue_timeout_s", Documents.seconds(limits.queueTimeout()));
    document.put("default_time_limit_s", Documents.seconds(limits.defaultTimeLimit()));
    document.put("max_time_limit_s", Documents.seconds(limits.maxTimeLimit()));
    document.put("result_limit_bytes", limits.resultLimitBytes());
    document.put("output_limit_bytes", limits.outputLimitBytes());
    document.put("output_limit_lines", limits.outputLimitLines());
    document.put("package_entries", limits.packageEntries());
    document.put("package_unpacked_bytes", limits.packageUnpackedBytes());
    document.put("tracebacks_hidden", limits.tracebacksHidden());
    return document;
  }
}
