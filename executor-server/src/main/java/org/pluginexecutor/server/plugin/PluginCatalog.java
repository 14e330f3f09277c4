// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.config.PackageConfig;
import org.pluginexecutor.server.error.ExecutorError.InstanceAlreadyExists;
import org.pluginexecutor.server.error.ExecutorError.InstanceNotFound;
import org.pluginexecutor.server.error.ExecutorError.InvalidPluginPackage;
import org.pluginexecutor.server.error.ExecutorError.PluginAlreadyExists;
import org.pluginexecutor.server.error.ExecutorError.PluginInUse;
import org.pluginexecutor.server.error.ExecutorError.PluginNotFound;
import org.pluginexecutor.server.error.ExecutorError.StoreFailed;
import org.pluginexecutor.server.error.ExecutorException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All plugins and plugin instances of this server, in memory and on disk. Thread-safe. Owned by one
 * server process; the data directory is not shared.
 */
public final class PluginCatalog {
  private static final Logger log = LoggerFactory.getLogger(PluginCatalog.class);
  private static final Comparator<StoredPlugin> LISTING_ORDER =
      Comparator.comparing(StoredPlugin::key).thenComparing(StoredPlugin::uploadTime);

  private final PackageDirectory packages;
  private final InstanceDirectory instanceDirectory;
  private final PackageConfig config;
  private final SourceCheck sources;
  private final InstantSource clock;

  @GuardedBy("this")
  private final Map<String, PackageDirectory.Entry> byDigest = new HashMap<>();

  @GuardedBy("this")
  private final Map<String, PluginInstance> instances = new TreeMap<>();

  /** How many leases a version has, by digest; no entry means none. */
  @GuardedBy("this")
  private final Map<String, Integer> leases = new HashMap<>();

  /** Deleted versions that running calls still use, by digest. */
  @GuardedBy("this")
  private final Map<String, StoredPlugin> deleted = new HashMap<>();

  @GuardedBy("this")
  private long lastActivation;

  private PluginCatalog(
      PackageDirectory packages,
      InstanceDirectory instanceDirectory,
      PackageConfig config,
      SourceCheck sources,
      InstantSource clock) {
    this.packages = packages;
    this.instanceDirectory = instanceDirectory;
    this.config = config;
    this.sources = sources;
    this.clock = clock;
  }

  /** Opens the catalog in a directory, which is made when missing. */
  public static PluginCatalog open(
      Path dataDirectory, PackageConfig config, SourceCheck sources, InstantSource clock)
      throws IOException {
    try {
      return openAt(dataDirectory, config, sources, clock);
    } catch (FileSystemException e) {
      throw new IOException(
          "data directory "
              + dataDirectory
              + " cannot be made, read or written (expected: one of the server's own user)",
          e);
    }
  }

  private static PluginCatalog openAt(
      Path dataDirectory, PackageConfig config, SourceCheck sources, InstantSource clock)
      throws IOException {
    Files.createDirectories(dataDirectory);
    var catalog =
        new PluginCatalog(
            new PackageDirectory(dataDirectory),
            new InstanceDirectory(dataDirectory),
            config,
            sources,
            clock);
    catalog.load();
    return catalog;
  }

  private synchronized void load() throws IOException {
    for (var entry : packages.load()) {
      byDigest.put(entry.plugin().digest(), entry);
      lastActivation = Math.max(lastActivation, entry.activation());
    }
    for (var instance : instanceDirectory.load()) {
      instances.put(instance.name(), instance);
    }
  }

  /** Begins an upload; the caller closes it. */
  public PackageUpload beginUpload() {
    try {
      return packages.newUpload();
    } catch (IOException e) {
      throw storeFailed("staging a package", e);
    }
  }

  /**
   * What an upload made.
   *
   * @param alreadyStored whether the same bytes were stored before
   * @param warnings what the check of the package found that is no error
   */
  public record UploadResult(
      StoredPlugin plugin, boolean alreadyStored, List<PackageFinding> warnings) {}

  /**
   * Checks what was uploaded, stores it and makes it the active version.
   *
   * @param expectedDigest what the caller computed; checked when present
   */
  public UploadResult finishUpload(PackageUpload upload, Optional<String> expectedDigest) {
    try {
      var received = upload.receive();
      expectedDigest
          .filter(expected -> !expected.equals(received.digest()))
          .ifPresent(expected -> {
            throw new ExecutorException(
                InvalidPluginPackage.of(
                    "archive.digest",
                    received.digest() + " (expected: " + expected + ", upload it again)"));
          });
      var known = activateStored(received.digest());
      if (known != null) {
        return new UploadResult(known, true, List.of());
      }
      var findings = new Findings();
      var tree = Files.createDirectory(received.staging().resolve("tree"));
      var content =
          new PackageReader(config.rules(), sources, findings)
              .unpack(received.staging().resolve("package.zip"), tree, config.archive());
      if (content.isEmpty()) {
        throw new ExecutorException(findings.toError());
      }
      PackageDirectory.makeReadOnly(tree);
      return store(received, content.get(), findings.all());
    } catch (IOException e) {
      throw storeFailed("storing a package", e);
    }
  }

  private synchronized @Nullable StoredPlugin activateStored(String digest) throws IOException {
    var entry = byDigest.get(digest);
    var plugin = entry == null ? deleted.get(digest) : entry.plugin();
    if (plugin == null) {
      return null;
    }
    if (entry == null) {
      requireNewVersion(plugin.manifest().id());
      deleted.remove(digest);
    }
    byDigest.put(digest, packages.activate(plugin, ++lastActivation));
    return plugin;
  }

  private synchronized UploadResult store(
      PackageUpload.Received received, PluginPackage content, List<PackageFinding> warnings)
      throws IOException {
    // Somebody else may have uploaded the same bytes while these were unpacked.
    var known = activateStored(received.digest());
    if (known != null) {
      return new UploadResult(known, true, warnings);
    }
    var id = content.manifest().id();
    requireNewVersion(id);
    var entry = packages.add(received, content, clock.instant(), ++lastActivation);
    byDigest.put(received.digest(), entry);
    log.info("stored {} {}", id, received.digest());
    return new UploadResult(entry.plugin(), false, warnings);
  }

  @GuardedBy("this")
  private void requireNewVersion(String id) {
    for (var entry : byDigest.values()) {
      if (entry.plugin().manifest().id().equals(id)) {
        throw new ExecutorException(new PluginAlreadyExists(id, entry.plugin().digest()));
      }
    }
  }

  /**
   * The version that a caller means.
   *
   * @throws ExecutorException if there is none, or the name is used by plugins of two types
   */
  public synchronized StoredPlugin get(PluginRef ref) {
    var candidates = byDigest.values().stream().filter(e -> ref.matches(e.plugin())).toList();
    var keys = candidates.stream().map(e -> e.plugin().key()).distinct().sorted().toList();
    if (keys.size() > 1) {
      throw new ExecutorException(
          new PluginNotFound(
              ref.toString(), "a plugin type besides, since there are " + String.join(", ", keys)));
    }
    return candidates.stream()
        .max(Comparator.comparingLong(PackageDirectory.Entry::activation))
        .map(PackageDirectory.Entry::plugin)
        .orElseThrow(
            () -> new ExecutorException(new PluginNotFound(ref.toString(), known(ref.name()))));
  }

  @GuardedBy("this")
  private String known(String name) {
    var versions =
        byDigest.values().stream()
            .map(entry -> entry.plugin().manifest())
            .filter(manifest -> manifest.name().equals(name))
            .map(Manifest::id)
            .sorted()
            .collect(Collectors.joining(", "));
    return versions.isEmpty() ? "an uploaded plugin" : "one of " + versions;
  }

  /** Whether the version runs when none is named. */
  public synchronized boolean isActive(StoredPlugin plugin) {
    return activeDigest(plugin.key()).filter(plugin.digest()::equals).isPresent();
  }

  @GuardedBy("this")
  private Optional<String> activeDigest(String key) {
    return byDigest.values().stream()
        .filter(entry -> entry.plugin().key().equals(key))
        .max(Comparator.comparingLong(PackageDirectory.Entry::activation))
        .map(entry -> entry.plugin().digest());
  }

  /** Every stored version, by type, name and time of upload. */
  public synchronized List<StoredPlugin> list(Optional<PluginType> type) {
    return byDigest.values().stream()
        .map(PackageDirectory.Entry::plugin)
        .filter(plugin -> type.map(t -> t == plugin.manifest().type()).orElse(true))
        .sorted(LISTING_ORDER)
        .toList();
  }

  /** Takes the version that a caller means for the time of a call. */
  public synchronized PluginLease lease(PluginRef ref) {
    var plugin = get(ref);
    leases.merge(plugin.digest(), 1, Integer::sum);
    return new PluginLease(plugin, () -> endLease(plugin));
  }

  private synchronized void endLease(StoredPlugin plugin) {
    if (leases.merge(plugin.digest(), -1, (a, b) -> a + b == 0 ? null : a + b) == null
        && deleted.remove(plugin.digest()) != null) {
      removeFiles(plugin);
    }
  }

  /** Makes a version the one that runs when none is named. */
  public synchronized StoredPlugin activate(PluginRef ref) {
    var plugin = get(ref);
    try {
      byDigest.put(plugin.digest(), packages.activate(plugin, ++lastActivation));
    } catch (IOException e) {
      throw storeFailed("activating a package", e);
    }
    log.info("activated {} {}", plugin.manifest().id(), plugin.digest());
    return plugin;
  }

  /** Holds the stored files of a version against its digest. */
  public List<IntegrityCheck> verify(PluginRef ref) {
    try (var lease = lease(ref)) {
      return PackageVerifier.verify(lease.plugin());
    } catch (IOException e) {
      throw storeFailed("verifying a package", e);
    }
  }

  /**
   * Deletes a version. Its files go when the last call that uses them has ended.
   *
   * @throws ExecutorException if there is none, or an instance would be left without a plugin
   */
  public synchronized void delete(PluginRef ref) {
    var plugin = get(ref);
    var users = usersOf(plugin);
    if (!users.isEmpty()) {
      throw new ExecutorException(new PluginInUse(plugin.manifest().id(), users));
    }
    try {
      packages.forget(plugin);
    } catch (IOException e) {
      throw storeFailed("deleting a package", e);
    }
    byDigest.remove(plugin.digest());
    if (leases.containsKey(plugin.digest())) {
      deleted.put(plugin.digest(), plugin);
    } else {
      removeFiles(plugin);
    }
    log.info("deleted {} {}", plugin.manifest().id(), plugin.digest());
  }

  @GuardedBy("this")
  private List<String> usersOf(StoredPlugin plugin) {
    var users = new ArrayList<String>();
    for (var instance : instances.values()) {
      boolean others =
          byDigest.values().stream()
              .map(PackageDirectory.Entry::plugin)
              .anyMatch(p -> !p.digest().equals(plugin.digest()) && instance.plugin().matches(p));
      if (instance.plugin().matches(plugin) && !others) {
        users.add(instance.name());
      }
    }
    return users;
  }

  private void removeFiles(StoredPlugin plugin) {
    try {
      packages.remove(plugin);
    } catch (IOException e) {
      // The version is gone for callers; the next start removes what is left of its files.
      log.warn("files of {} could not be removed", plugin.manifest().id(), e);
    }
  }

  /**
   * Creates an instance.
   *
   * @param configuration absent: the text of the package's default.cfg
   */
  public synchronized PluginInstance createInstance(
      String name, PluginRef ref, Optional<String> configuration) {
    if (instances.containsKey(name)) {
      throw new ExecutorException(new InstanceAlreadyExists(name));
    }
    var plugin = get(ref);
    Instant now = clock.instant();
    var instance =
        new PluginInstance(
            name,
            plugin.manifest().type(),
            plugin.manifest().name(),
            ref.version(),
            configuration.orElse(plugin.defaultConfiguration()),
            now);
    try {
      instanceDirectory.add(instance);
    } catch (IOException e) {
      throw storeFailed("storing an instance", e);
    }
    instances.put(name, instance);
    return instance;
  }

  public synchronized PluginInstance getInstance(String name) {
    var instance = instances.get(name);
    if (instance == null) {
      throw new ExecutorException(new InstanceNotFound(name));
    }
    return instance;
  }

  /**
   * One revision of an instance.
   *
   * @param revision 0: the latest
   */
  public synchronized PluginInstance getInstance(String name, int revision) {
    var instance = getInstance(name);
    if (revision != 0 && revision != 1) {
      throw new ExecutorException(new InstanceNotFound(name + ", revision " + revision));
    }
    return instance;
  }

  /** All instances by name. */
  public synchronized List<PluginInstance> listInstances() {
    return List.copyOf(instances.values());
  }

  public synchronized void deleteInstance(String name) {
    var instance = getInstance(name);
    try {
      instanceDirectory.remove(instance.name());
    } catch (IOException e) {
      throw storeFailed("deleting an instance", e);
    }
    instances.remove(name);
  }

  private static ExecutorException storeFailed(String what, IOException cause) {
    return new ExecutorException(new StoreFailed(what), cause);
  }
}
