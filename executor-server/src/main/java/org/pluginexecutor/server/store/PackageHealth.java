// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.error.ExecutorError.PluginDigestMismatch;
import org.pluginexecutor.server.error.ExecutorException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which packages have the files that were uploaded: looks when it is first asked about one,
 * and again when its directory is another one. Thread-safe.
 */
final class PackageHealth {
  private static final Logger log = LoggerFactory.getLogger(PackageHealth.class);

  private final ConcurrentHashMap<String, Examined> examined = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Object> monitors = new ConcurrentHashMap<>();

  /**
   * What was found in a directory.
   *
   * @param identity tells the directory from one that takes its place
   * @param damage absent: the files are as they were uploaded
   */
  private record Examined(Object identity, Optional<String> damage) {}

  /**
   * Returns if the files are as they were uploaded.
   *
   * @throws ExecutorException if they are not
   */
  void requireIntact(StoredPlugin plugin) throws IOException {
    var damage = examine(plugin).damage();
    if (damage.isPresent()) {
      throw new ExecutorException(new PluginDigestMismatch(plugin.manifest().id(), damage.get()));
    }
  }

  boolean isIntact(StoredPlugin plugin) throws IOException {
    return examine(plugin).damage().isEmpty();
  }

  /** What is known without looking: absent when nobody has looked yet. */
  Optional<PluginHealth> known(StoredPlugin plugin) {
    return Optional.ofNullable(examined.get(plugin.digest()))
        .map(found -> new PluginHealth(found.damage().isEmpty(), found.damage().orElse("")));
  }

  /** Takes over what somebody found by looking. */
  void remember(StoredPlugin plugin, List<IntegrityCheck> checks) throws IOException {
    var identity = identity(plugin);
    if (identity != null) {
      examined.put(plugin.digest(), new Examined(identity, damage(plugin, checks)));
    }
  }

  /** A package that is not stored any more is not worth a memory. */
  void forget(StoredPlugin plugin) {
    examined.remove(plugin.digest());
    monitors.remove(plugin.digest());
  }

  private Examined examine(StoredPlugin plugin) throws IOException {
    var identity = identity(plugin);
    if (identity == null) {
      return new Examined(plugin, Optional.of("its files are gone"));
    }
    var known = examined.get(plugin.digest());
    if (known != null && known.identity().equals(identity)) {
      return known;
    }
    // One look is enough for all calls that wait for it.
    synchronized (monitors.computeIfAbsent(plugin.digest(), _ -> new Object())) {
      known = examined.get(plugin.digest());
      if (known != null && known.identity().equals(identity)) {
        return known;
      }
      var found = new Examined(identity, damage(plugin, PackageVerifier.verify(plugin)));
      examined.put(plugin.digest(), found);
      return found;
    }
  }

  private static Optional<String> damage(StoredPlugin plugin, List<IntegrityCheck> checks) {
    var damage =
        checks.stream().filter(check -> !check.passed()).map(IntegrityCheck::reason).findFirst();
    damage.ifPresent(found -> log.error("plugin {}: {}", plugin.manifest().id(), found));
    return damage;
  }

  private static @Nullable Object identity(StoredPlugin plugin) throws IOException {
    try {
      return Files.readAttributes(plugin.tree(), BasicFileAttributes.class).fileKey();
    } catch (java.nio.file.NoSuchFileException _) {
      return null;
    }
  }
}
