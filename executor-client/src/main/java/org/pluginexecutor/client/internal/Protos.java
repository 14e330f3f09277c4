// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.pluginexecutor.client.PackageWarning;
import org.pluginexecutor.client.Plugin;
import org.pluginexecutor.client.PluginInstance;
import org.pluginexecutor.client.PluginName;
import org.pluginexecutor.client.PluginType;
import org.pluginexecutor.v1.Instance;
import org.pluginexecutor.v1.PluginRef;

/** Plugins, instances and times between messages and records. */
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
        plugin.getDefaultConfiguration());
  }

  static PluginInstance instance(Instance instance, boolean withConfiguration) {
    PluginRef ref = instance.getPlugin();
    return new PluginInstance(
        instance.getName(),
        new PluginName(pluginType(ref.getPluginType()), ref.getName(), text(ref.getVersion())),
        withConfiguration ? Optional.of(instance.getConfiguration()) : Optional.empty(),
        instance.getConfigurationSizeBytes(),
        instant(instance.getCreateTime()));
  }

  private static Optional<PluginType> pluginType(org.pluginexecutor.v1.PluginType type) {
    return switch (type) {
      case PLUGIN_TYPE_AA -> Optional.of(PluginType.AA);
      case PLUGIN_TYPE_CREDENTIALSTORE -> Optional.of(PluginType.CREDENTIALSTORE);
      case PLUGIN_TYPE_SIGNINGCA -> Optional.of(PluginType.SIGNINGCA);
      case PLUGIN_TYPE_CONFIGURATION_SYNC -> Optional.of(PluginType.CONFIGURATION_SYNC);
      case PLUGIN_TYPE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }

  private static Optional<String> text(String text) {
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
