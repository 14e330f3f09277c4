// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.pluginexecutor.server.files.TreeRemover;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packages on disk: one directory per digest, which appears whole by one rename. Not thread-safe:
 * {@link PluginCatalog} guards it.
 */
final class PackageDirectory {
  private static final Logger log = LoggerFactory.getLogger(PackageDirectory.class);
  private static final String RECORD = "record.properties";

  private final Path packages;
  private final Path staging;

  PackageDirectory(Path dataDirectory) throws IOException {
    this.packages = Files.createDirectories(dataDirectory.resolve("packages"));
    this.staging = dataDirectory.resolve("staging");
    // What lies here was on its way when a server was killed.
    TreeRemover.remove(staging);
    Files.createDirectories(staging);
  }

  /**
   * A stored version and the number of its latest activation.
   *
   * @param activation the version of a plugin with the highest one is active
   */
  record Entry(StoredPlugin plugin, long activation) {}

  PackageUpload newUpload() throws IOException {
    return new PackageUpload(Files.createTempDirectory(staging, "upload-"));
  }

  List<Entry> load() throws IOException {
    var entries = new ArrayList<Entry>();
    try (var directories = Files.newDirectoryStream(packages)) {
      for (var directory : directories) {
        if (!Files.exists(directory.resolve(RECORD))) {
          TreeRemover.remove(directory);
          continue;
        }
        try {
          entries.add(read(directory));
        } catch (IOException | RuntimeException e) {
          // One broken package must not keep the others from being served.
          log.error("the stored package {} cannot be read", directory.getFileName(), e);
        }
      }
    }
    return entries;
  }

  /** Moves a checked package to its place. */
  Entry add(
      PackageUpload.Received received, PluginPackage content, Instant uploadTime, long activation)
      throws IOException {
    var target = packages.resolve(received.digest().substring("sha256:".length()));
    var plugin =
        new StoredPlugin(
            content.manifest(),
            received.digest(),
            received.sizeBytes(),
            uploadTime,
            content.python2(),
            content.defaultConfiguration(),
            target);
    var entry = new Entry(plugin, activation);
    write(received.staging(), entry);
    Files.move(received.staging(), target, StandardCopyOption.ATOMIC_MOVE);
    return entry;
  }

  /** Records that a version is activated, and with that that it is stored at all. */
  Entry activate(StoredPlugin plugin, long activation) throws IOException {
    var activated = new Entry(plugin, activation);
    write(plugin.directory(), activated);
    return activated;
  }

  /** Takes a version out of the store; its files stay until {@link #remove}. */
  void forget(StoredPlugin plugin) throws IOException {
    Files.deleteIfExists(plugin.directory().resolve(RECORD));
  }

  /** Removes the files of a forgotten version. */
  void remove(StoredPlugin plugin) throws IOException {
    // First out of the way by one rename, so that the digest's place is never half empty.
    var trash = Files.createTempDirectory(staging, "trash-");
    Files.move(plugin.directory(), trash.resolve("package"), StandardCopyOption.ATOMIC_MOVE);
    TreeRemover.remove(trash);
  }

  private static Entry read(Path directory) throws IOException {
    var properties = new Properties();
    try (var in = Files.newBufferedReader(directory.resolve(RECORD))) {
      properties.load(in);
    }
    var content = PackageReader.describe(directory.resolve("tree"));
    var plugin =
        new StoredPlugin(
            content.manifest(),
            "sha256:" + directory.getFileName(),
            Files.size(directory.resolve("package.zip")),
            Instant.parse(properties.getProperty("upload-time")),
            content.python2(),
            content.defaultConfiguration(),
            directory);
    return new Entry(plugin, Long.parseLong(properties.getProperty("activation")));
  }

  private static void write(Path directory, Entry entry) throws IOException {
    var properties = new Properties();
    properties.setProperty("upload-time", entry.plugin().uploadTime().toString());
    properties.setProperty("activation", Long.toString(entry.activation()));
    var aside = directory.resolve(RECORD + ".new");
    try (var out = Files.newBufferedWriter(aside)) {
      properties.store(out, null);
    }
    Files.move(aside, directory.resolve(RECORD), StandardCopyOption.ATOMIC_MOVE);
  }
}
