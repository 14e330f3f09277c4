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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
  private static final String DIGEST_PREFIX = "sha256:";

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

  /**
   * Takes away the right to write from everything below a directory, and any other right but to
   * read.
   */
  static void makeReadOnly(Path tree) throws IOException {
    try (var paths = Files.walk(tree)) {
      // Deepest first: a directory is closed only when nothing more is done in it.
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.setPosixFilePermissions(
            path,
            PosixFilePermissions.fromString(Files.isDirectory(path) ? "r-xr-xr-x" : "r--r--r--"));
      }
    }
  }

  /** Moves a checked package to its place. */
  Entry add(
      PackageUpload.Received received, PluginPackage content, Instant uploadTime, long activation)
      throws IOException {
    var target = packages.resolve(received.digest().substring(DIGEST_PREFIX.length()));
    var plugin =
        new StoredPlugin(
            content.manifest(),
            received.digest(),
            received.sizeBytes(),
            uploadTime,
            content.python2(),
            content.defaultConfiguration(),
            PackageVerifier.digestOfTree(received.staging().resolve("tree")),
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
    var record = new Properties();
    try (var in = Files.newBufferedReader(directory.resolve(RECORD))) {
      record.load(in);
    }
    var manifest =
        new Manifest(
            PluginType.valueOf(text(record, "type")),
            text(record, "name"),
            text(record, "version"),
            text(record, "description"),
            text(record, "api"),
            Optional.ofNullable(record.getProperty("entry-point")));
    var plugin =
        new StoredPlugin(
            manifest,
            DIGEST_PREFIX + directory.getFileName(),
            Long.parseLong(text(record, "size-bytes")),
            Instant.parse(text(record, "upload-time")),
            manifest.entryPoint().isEmpty(),
            text(record, "default-configuration"),
            text(record, "tree-digest"),
            directory);
    if (!Files.isRegularFile(plugin.zip()) || !Files.isDirectory(plugin.tree())) {
      throw new IOException("its zip or its unpacked files are gone");
    }
    return new Entry(plugin, Long.parseLong(text(record, "activation")));
  }

  private static String text(Properties record, String key) throws IOException {
    var text = record.getProperty(key);
    if (text == null) {
      throw new IOException("the record lacks " + key);
    }
    return text;
  }

  /**
   * What is known of the package is written down, so that a server with a thousand of them starts
   * without reading their files.
   */
  private static void write(Path directory, Entry entry) throws IOException {
    var plugin = entry.plugin();
    var record = new Properties();
    record.setProperty("type", plugin.manifest().type().name());
    record.setProperty("name", plugin.manifest().name());
    record.setProperty("version", plugin.manifest().version());
    record.setProperty("description", plugin.manifest().description());
    record.setProperty("api", plugin.manifest().api());
    plugin.manifest().entryPoint().ifPresent(file -> record.setProperty("entry-point", file));
    record.setProperty("default-configuration", plugin.defaultConfiguration());
    record.setProperty("tree-digest", plugin.treeDigest());
    record.setProperty("size-bytes", Long.toString(plugin.sizeBytes()));
    record.setProperty("upload-time", plugin.uploadTime().toString());
    record.setProperty("activation", Long.toString(entry.activation()));
    var aside = directory.resolve(RECORD + ".new");
    try (var out = Files.newBufferedWriter(aside)) {
      record.store(out, null);
    }
    Files.move(aside, directory.resolve(RECORD), StandardCopyOption.ATOMIC_MOVE);
  }
}
