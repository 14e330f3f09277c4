// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pluginexecutor.server.plugin.PackageFinding;
import org.pluginexecutor.server.plugin.PluginType;
import org.pluginexecutor.server.runtime.PythonRuntime;
import org.pluginexecutor.server.runtime.Runtimes;
import org.pluginexecutor.server.store.PluginCatalog;
import org.pluginexecutor.server.store.PluginInstance;
import org.pluginexecutor.server.store.StoredPlugin;
import org.pluginexecutor.v1.Instance;
import org.pluginexecutor.v1.PackageWarning;
import org.pluginexecutor.v1.Plugin;
import org.pluginexecutor.v1.PluginHealth;
import org.pluginexecutor.v1.PluginRef;

/** Maps plugins and instances between the API and the server. Stateless. */
final class PluginMapper {
  private static final Pattern INSTANCE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

  private PluginMapper() {}

  static Plugin toProto(StoredPlugin plugin, PluginCatalog catalog, Runtimes runtimes) {
    var manifest = plugin.manifest();
    var runtime =
        manifest.type().isExecutable()
            ? runtimes.forPython2(plugin.python2()).map(PythonRuntime::name).orElse("")
            : "";
    var proto =
        Plugin.newBuilder()
            .setPluginType(toProto(manifest.type()))
            .setName(manifest.name())
            .setVersion(manifest.version())
            .setDigest(plugin.digest())
            .setDescription(manifest.description())
            .setApi(manifest.api())
            .setRuntime(runtime)
            .setSizeBytes(plugin.sizeBytes())
            .setUploadTime(toProto(plugin.uploadTime()))
            .setActive(catalog.isActive(plugin))
            .setDefaultConfiguration(plugin.defaultConfiguration());
    catalog
        .health(plugin)
        .ifPresent(health ->
            proto
                .setHealth(
                    health.intact()
                        ? PluginHealth.PLUGIN_HEALTH_INTACT
                        : PluginHealth.PLUGIN_HEALTH_DAMAGED)
                .setHealthMessage(health.damage()));
    return proto.build();
  }

  static PackageWarning toProto(PackageFinding finding) {
    var warning =
        PackageWarning.newBuilder()
            .setFile(finding.file())
            .setKey(finding.key())
            .setMessage(finding.message());
    finding
        .position()
        .ifPresent(position -> warning.setLine(position.line()).setColumn(position.column()));
    return warning.build();
  }

  /** An instance without its configuration text. */
  static Instance toProto(PluginInstance instance) {
    var plugin =
        PluginRef.newBuilder()
            .setPluginType(toProto(instance.pluginType()))
            .setName(instance.pluginName())
            .setVersion(instance.pinnedVersion().orElse(""));
    var proto =
        Instance.newBuilder()
            .setName(instance.name())
            .setPlugin(plugin)
            .setConfigurationSizeBytes(instance.configuration().sizeBytes())
            .setCreateTime(toProto(instance.createTime()))
            .setRevision(instance.revision())
            .setUpdateTime(toProto(instance.updateTime()))
            .setRuntime(instance.settings().runtime().orElse(""));
    instance.settings().timeLimit().ifPresent(limit -> proto.setTimeLimit(toProto(limit)));
    return proto.build();
  }

  static org.pluginexecutor.server.plugin.PluginRef fromProto(
      PluginRef ref, String field, Violations violations) {
    violations.require(
        org.pluginexecutor.server.plugin.PluginRef.isName(ref.getName()),
        field + ".name",
        "not a plugin name (expected: a letter, then letters, digits and '_', at most 128)");
    var version = Optional.of(ref.getVersion()).filter(v -> !v.isEmpty());
    version.ifPresent(v ->
        violations.require(
            org.pluginexecutor.server.plugin.PluginRef.isVersion(v),
            field + ".version",
            "not a version (expected: begins with a digit, at most 128 characters)"));
    return new org.pluginexecutor.server.plugin.PluginRef(
        fromProto(ref.getPluginType(), field + ".plugin_type", violations), ref.getName(), version);
  }

  static Optional<PluginType> fromProto(
      org.pluginexecutor.v1.PluginType type, String field, Violations violations) {
    return switch (type) {
      case PLUGIN_TYPE_UNSPECIFIED -> Optional.empty();
      case PLUGIN_TYPE_AA -> Optional.of(PluginType.AA);
      case PLUGIN_TYPE_CREDENTIALSTORE -> Optional.of(PluginType.CREDENTIALSTORE);
      case PLUGIN_TYPE_SIGNINGCA -> Optional.of(PluginType.SIGNINGCA);
      case PLUGIN_TYPE_CONFIGURATION_SYNC -> Optional.of(PluginType.CONFIGURATION_SYNC);
      case UNRECOGNIZED -> {
        violations.add(field, "not a type that this server knows (expected: one of PluginType)");
        yield Optional.empty();
      }
    };
  }

  static String instanceName(String name, String field, Violations violations) {
    violations.require(
        INSTANCE_NAME.matcher(name).matches(),
        field,
        "not an instance name (expected: a letter or digit, then letters, digits, '_', '-' and '.',"
            + " at most 64)");
    return name;
  }

  static Timestamp toProto(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  static Duration toProto(java.time.Duration duration) {
    return Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }

  static org.pluginexecutor.v1.PluginType toProto(PluginType type) {
    return switch (type) {
      case AA -> org.pluginexecutor.v1.PluginType.PLUGIN_TYPE_AA;
      case CREDENTIALSTORE -> org.pluginexecutor.v1.PluginType.PLUGIN_TYPE_CREDENTIALSTORE;
      case SIGNINGCA -> org.pluginexecutor.v1.PluginType.PLUGIN_TYPE_SIGNINGCA;
      case CONFIGURATION_SYNC -> org.pluginexecutor.v1.PluginType.PLUGIN_TYPE_CONFIGURATION_SYNC;
    };
  }
}
