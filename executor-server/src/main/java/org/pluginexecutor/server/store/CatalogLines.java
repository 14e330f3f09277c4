// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.audit.AuditEntry;
import org.pluginexecutor.server.audit.Caller;
import org.pluginexecutor.server.files.Digests;
import org.pluginexecutor.server.plugin.Manifest;
import org.pluginexecutor.server.plugin.PluginType;

/**
 * What stands in the lines of the catalog, and what it means. A key that is added later has to be
 * one that may be missing. Stateless.
 */
final class CatalogLines {
  private CatalogLines() {}

  record ChangeLine(
      @Nullable String time,
      @Nullable String caller,
      @Nullable String address,
      @Nullable String action,
      @Nullable String subject,
      @Nullable String digest,
      long generation) {}

  /**
   * One version.
   *
   * @param latest number of the latest activation of any version of the plugin
   */
  record PluginLine(
      @Nullable String type,
      @Nullable String name,
      @Nullable String version,
      @Nullable String digest,
      @Nullable String description,
      @Nullable String api,
      @Nullable String entryPoint,
      @Nullable String defaultConfiguration,
      @Nullable String treeDigest,
      long sizeBytes,
      @Nullable String uploadTime,
      long activation,
      long latest,
      @Nullable List<String> signatures) {}

  /**
   * One revision.
   *
   * @param latest number of the latest revision of the instance
   */
  record InstanceLine(
      @Nullable String name,
      int revision,
      @Nullable String pluginType,
      @Nullable String pluginName,
      @Nullable String pinnedVersion,
      @Nullable String configuration,
      int sizeBytes,
      @Nullable String digest,
      @Nullable String createTime,
      @Nullable String updateTime,
      long latest,
      @Nullable String runtime,
      @Nullable String timeLimit) {}

  static ChangeLine toLine(AuditEntry change) {
    return new ChangeLine(
        change.time().toString(),
        change.caller().name(),
        change.caller().address(),
        change.action(),
        change.subject(),
        change.digest(),
        change.generation());
  }

  static AuditEntry toEntry(ChangeLine line) {
    return new AuditEntry(
        Instant.parse(required(line.time(), "time")),
        new Caller(required(line.caller(), "caller"), required(line.address(), "address")),
        required(line.action(), "action"),
        required(line.subject(), "subject"),
        required(line.digest(), "digest"),
        AuditEntry.Result.DONE,
        "",
        line.generation());
  }

  static PluginLine toLine(StoredPlugin plugin, long latest) {
    var manifest = plugin.manifest();
    return new PluginLine(
        manifest.type().manifestName(),
        manifest.name(),
        manifest.version(),
        plugin.digest(),
        manifest.description(),
        manifest.api(),
        manifest.entryPoint().orElse(null),
        plugin.defaultConfiguration(),
        plugin.treeDigest(),
        plugin.sizeBytes(),
        plugin.uploadTime().toString(),
        plugin.activation(),
        latest,
        plugin.signatures());
  }

  static StoredPlugin toPlugin(PluginLine line, Path packages) {
    var manifest =
        new Manifest(
            type(line.type()),
            required(line.name(), "name"),
            required(line.version(), "version"),
            required(line.description(), "description"),
            required(line.api(), "api"),
            Optional.ofNullable(line.entryPoint()));
    var digest = required(line.digest(), "digest");
    return new StoredPlugin(
        manifest,
        digest,
        line.sizeBytes(),
        Instant.parse(required(line.uploadTime(), "uploadTime")),
        manifest.entryPoint().isEmpty(),
        required(line.defaultConfiguration(), "defaultConfiguration"),
        required(line.treeDigest(), "treeDigest"),
        line.activation(),
        line.signatures() == null ? List.of() : List.copyOf(line.signatures()),
        packages.resolve(digest.substring(Digests.PREFIX.length())));
  }

  static InstanceLine toLine(PluginInstance instance, long latest) {
    return new InstanceLine(
        instance.name(),
        instance.revision(),
        instance.pluginType().manifestName(),
        instance.pluginName(),
        instance.pinnedVersion().orElse(null),
        instance.configuration().id(),
        instance.configuration().sizeBytes(),
        instance.configuration().digest(),
        instance.createTime().toString(),
        instance.updateTime().toString(),
        latest,
        instance.settings().runtime().orElse(null),
        instance.settings().timeLimit().map(Duration::toString).orElse(null));
  }

  static PluginInstance toInstance(InstanceLine line) {
    return new PluginInstance(
        required(line.name(), "name"),
        type(line.pluginType()),
        required(line.pluginName(), "pluginName"),
        Optional.ofNullable(line.pinnedVersion()),
        line.revision(),
        new StoredConfiguration(
            required(line.configuration(), "configuration"),
            line.sizeBytes(),
            required(line.digest(), "digest")),
        new InstanceSettings(
            Optional.ofNullable(line.runtime()),
            Optional.ofNullable(line.timeLimit()).map(Duration::parse)),
        Instant.parse(required(line.createTime(), "createTime")),
        Instant.parse(required(line.updateTime(), "updateTime")));
  }

  private static PluginType type(@Nullable String text) {
    var name = required(text, "type");
    return PluginType.ofManifestName(name)
        .orElseThrow(() -> new IllegalArgumentException("type: " + name));
  }

  private static String required(@Nullable String text, String key) {
    if (text == null) {
      throw new IllegalArgumentException(key + ": missing (expected: text)");
    }
    return text;
  }
}
