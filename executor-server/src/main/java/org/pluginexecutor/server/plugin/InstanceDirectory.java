// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.pluginexecutor.server.files.TreeRemover;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plugin instances on disk: one directory per instance that only the server's user can read. Not
 * thread-safe: {@link PluginCatalog} guards it.
 */
final class InstanceDirectory {
  private static final Logger log = LoggerFactory.getLogger(InstanceDirectory.class);
  private static final String RECORD = "instance.properties";
  private static final String CONFIGURATION = "configuration";

  private final Path instances;
  private final Path staging;

  InstanceDirectory(Path dataDirectory) throws IOException {
    this.instances = Files.createDirectories(dataDirectory.resolve("instances"));
    this.staging = Files.createDirectories(dataDirectory.resolve("staging"));
  }

  List<PluginInstance> load() throws IOException {
    var loaded = new ArrayList<PluginInstance>();
    try (var directories = Files.newDirectoryStream(instances)) {
      for (var directory : directories) {
        try {
          loaded.add(read(directory));
        } catch (IOException | RuntimeException e) {
          log.error("the instance {} cannot be read", directory.getFileName(), e);
        }
      }
    }
    return loaded;
  }

  void add(PluginInstance instance) throws IOException {
    var aside =
        Files.createTempDirectory(
            staging,
            "instance-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(aside.resolve(CONFIGURATION), instance.configuration());
    var properties = new Properties();
    properties.setProperty("plugin-type", instance.pluginType().name());
    properties.setProperty("plugin-name", instance.pluginName());
    instance.pinnedVersion().ifPresent(v -> properties.setProperty("plugin-version", v));
    properties.setProperty("create-time", instance.createTime().toString());
    try (var out = Files.newBufferedWriter(aside.resolve(RECORD))) {
      properties.store(out, null);
    }
    Files.move(aside, instances.resolve(instance.name()), StandardCopyOption.ATOMIC_MOVE);
  }

  void remove(String name) throws IOException {
    var trash = Files.createTempDirectory(staging, "trash-");
    Files.move(instances.resolve(name), trash.resolve("instance"), StandardCopyOption.ATOMIC_MOVE);
    TreeRemover.remove(trash);
  }

  private static PluginInstance read(Path directory) throws IOException {
    var properties = new Properties();
    try (var in = Files.newBufferedReader(directory.resolve(RECORD))) {
      properties.load(in);
    }
    return new PluginInstance(
        directory.getFileName().toString(),
        PluginType.valueOf(properties.getProperty("plugin-type")),
        properties.getProperty("plugin-name"),
        Optional.ofNullable(properties.getProperty("plugin-version")),
        Files.readString(directory.resolve(CONFIGURATION)),
        Instant.parse(properties.getProperty("create-time")));
  }
}
