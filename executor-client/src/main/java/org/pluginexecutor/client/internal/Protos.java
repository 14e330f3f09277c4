// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.pluginexecutor.client.AuditEntry;
import org.pluginexecutor.client.AuditResult;
import org.pluginexecutor.client.PackageWarning;
import org.pluginexecutor.client.Plugin;
import org.pluginexecutor.client.PluginHealth;
import org.pluginexecutor.client.PluginInstance;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.client.PluginType;
import org.pluginexecutor.client.RestoreResult;
import org.pluginexecutor.v1.Instance;
import org.pluginexecutor.v1.PluginRef;
import org.pluginexecutor.v1.RestoreBackupResponse;

/** Plugins, instances, audit entries and times between messages and records. */
final class Protos {
  private Protos() {}

  static com.google.protobuf.Duration duration(Duration duration) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }

  static Duration duration(com.google.protobuf.Duration duration) {
    return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }

  static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  static PluginRef pluginRef(PluginName name) {
    var builder = PluginRef.newBuilder().setName(name.name());
    name.type().ifPresent(type -> builder.setPluginType(pluginType(type)));
    name.version().ifPresent(builder::setVersion);
    return builder.build();
  }

  static org.pluginexecutor.v1.PluginType pluginType(PluginType type) {
    return switch (type) {
      case AA -> org.pluginexecutor.v1.PluginType.PLUGIN_TYPE_AA;
      case CREDENTIALSTORE -> org.pluginexecutor.v1.PluginType.PLUGIN_TYPE_CREDENTIALSTORE;
      case SIGNINGCA -> org.pluginexecutor.v1.PluginType.PLUGIN_TYPE_SIGNINGCA;
      case CONFIGURATION_SYNC -> org.pluginexecutor.v1.PluginType.PLUGIN_TYPE_CONFIGURATION_SYNC;
    };
  }

  static Plugin plugin(org.pluginexecutor.v1.Plugin plugin) {
    return new Plugin(
        pluginType(plugin.getPluginType()),
        plugin.getName(),
        plugin.getVersion(),
        plugin.getDigest(),
        plugin.getDescription(),
        plugin.getApi(),
        text(plugin.getRuntime()),
        plugin.getSizeBytes(),
        instant(plugin.getUploadTime()),
        plugin.getActive(),
        plugin.getDefaultConfiguration(),
        health(plugin.getHealth()),
        plugin.getHealthMessage());
  }

  private static PluginHealth health(org.pluginexecutor.v1.PluginHealth health) {
    return switch (health) {
      case PLUGIN_HEALTH_INTACT -> PluginHealth.INTACT;
      case PLUGIN_HEALTH_DAMAGED -> PluginHealth.DAMAGED;
      case PLUGIN_HEALTH_UNSPECIFIED, UNRECOGNIZED -> PluginHealth.UNKNOWN;
    };
  }

  static PluginInstance instance(Instance instance, boolean withConfiguration) {
    PluginRef ref = instance.getPlugin();
    return new PluginInstance(
        instance.getName(),
        new PluginName(pluginType(ref.getPluginType()), ref.getName(), text(ref.getVersion())),
        withConfiguration ? Optional.of(instance.getConfiguration()) : Optional.empty(),
        instance.getConfigurationSizeBytes(),
        instant(instance.getCreateTime()),
        instance.getRevision(),
        instant(instance.getUpdateTime()),
        text(instance.getRuntime()),
        instance.hasTimeLimit()
            ? Optional.of(duration(instance.getTimeLimit()))
            : Optional.empty());
  }

  static RestoreResult restoreResult(RestoreBackupResponse response) {
    return new RestoreResult(
        response.getPlugins(), response.getInstances(), instant(response.getCreateTime()));
  }

  static AuditEntry auditEntry(org.pluginexecutor.v1.AuditEntry entry) {
    return new AuditEntry(
        instant(entry.getTime()),
        entry.getCaller(),
        entry.getAddress(),
        entry.getAction(),
        text(entry.getSubject()),
        text(entry.getDigest()),
        auditResult(entry.getResult()),
        text(entry.getReason()));
  }

  private static AuditResult auditResult(org.pluginexecutor.v1.AuditResult result) {
    return switch (result) {
      case AUDIT_RESULT_DONE -> AuditResult.DONE;
      case AUDIT_RESULT_REFUSED -> AuditResult.REFUSED;
      case AUDIT_RESULT_UNSPECIFIED, UNRECOGNIZED -> AuditResult.UNKNOWN;
    };
  }

  static Optional<PluginType> pluginType(org.pluginexecutor.v1.PluginType type) {
    return switch (type) {
      case PLUGIN_TYPE_AA -> Optional.of(PluginType.AA);
      case PLUGIN_TYPE_CREDENTIALSTORE -> Optional.of(PluginType.CREDENTIALSTORE);
      case PLUGIN_TYPE_SIGNINGCA -> Optional.of(PluginType.SIGNINGCA);
      case PLUGIN_TYPE_CONFIGURATION_SYNC -> Optional.of(PluginType.CONFIGURATION_SYNC);
      case PLUGIN_TYPE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }

  static Optional<String> text(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  static PackageWarning warning(org.pluginexecutor.v1.PackageWarning warning) {
    return new PackageWarning(
        warning.getFile(),
        warning.getKey(),
        place(warning.getLine()),
        place(warning.getColumn()),
        warning.getMessage());
  }

  /** Zero on the wire means that there is no place. */
  private static OptionalInt place(int number) {
    return number > 0 ? OptionalInt.of(number) : OptionalInt.empty();
  }
}
