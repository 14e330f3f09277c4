// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.audit.AuditEntry;
import org.pluginexecutor.server.error.ExecutorError.InstanceDamaged;
import org.pluginexecutor.server.error.ExecutorError.InstanceNotFound;
import org.pluginexecutor.server.error.ExecutorError.PluginDigestMismatch;
import org.pluginexecutor.server.error.ExecutorError.PluginNotFound;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.plugin.Manifest;
import org.pluginexecutor.server.plugin.PluginRef;

/**
 * What is stored, at one moment. Immutable: a change makes another one.
 *
 * @param generation counts the changes of the store
 * @param lastChange the change that made this generation; absent in the first
 * @param plugins every stored version, by digest
 * @param instances the kept revisions of every instance, the latest first, by name
 * @param damagedLines what stands in the catalog but cannot be read any more
 * @param lost where the damage hit what counts: the number of the latest activation, by the key of
 *     the plugin, or of the latest revision, by the name of the instance
 */
record CatalogState(
    long generation,
    Optional<AuditEntry> lastChange,
    Map<String, StoredPlugin> plugins,
    NavigableMap<String, List<PluginInstance>> instances,
    List<String> damagedLines,
    Map<String, Long> lost) {

  /** A store in which nothing was ever changed. */
  static final CatalogState EMPTY =
      new CatalogState(0, Optional.empty(), Map.of(), new TreeMap<>(), List.of(), Map.of());

  CatalogState {
    plugins = Map.copyOf(plugins);
    instances = new TreeMap<>(instances);
    damagedLines = List.copyOf(damagedLines);
    lost = Map.copyOf(lost);
  }

  CatalogState with(StoredPlugin plugin) {
    var changed = new HashMap<>(plugins);
    changed.put(plugin.digest(), plugin);
    return withPlugins(changed);
  }

  CatalogState without(StoredPlugin plugin) {
    var changed = new HashMap<>(plugins);
    changed.remove(plugin.digest());
    return withPlugins(changed);
  }

  private CatalogState withPlugins(Map<String, StoredPlugin> changed) {
    return new CatalogState(generation, lastChange, changed, instances, damagedLines, lost);
  }

  /** Adds a revision in front of the others of its instance, of which the newest are kept. */
  CatalogState with(PluginInstance revision, int kept) {
    var revisions = new ArrayList<PluginInstance>();
    revisions.add(revision);
    revisions.addAll(instances.getOrDefault(revision.name(), List.of()));
    var changed = new TreeMap<>(instances);
    changed.put(
        revision.name(), List.copyOf(revisions.subList(0, Math.min(kept, revisions.size()))));
    return withInstances(changed);
  }

  CatalogState withoutInstance(String name) {
    var changed = new TreeMap<>(instances);
    changed.remove(name);
    var rest = new HashMap<>(lost);
    rest.remove(name);
    return new CatalogState(generation, lastChange, plugins, changed, damagedLines, rest);
  }

  CatalogState withInstances(NavigableMap<String, List<PluginInstance>> changed) {
    return new CatalogState(generation, lastChange, plugins, changed, damagedLines, lost);
  }

  /** The next generation, made by a change. */
  CatalogState madeBy(AuditEntry change) {
    return new CatalogState(
        change.generation(), Optional.of(change), plugins, instances, damagedLines, lost);
  }

  /**
   * The version that a caller means.
   *
   * @throws ExecutorException if there is none, or the name is used by plugins of two types
   */
  StoredPlugin plugin(PluginRef ref) {
    var candidates = plugins.values().stream().filter(p -> p.isMeantBy(ref)).toList();
    var keys = candidates.stream().map(StoredPlugin::key).distinct().sorted().toList();
    if (keys.size() > 1) {
      throw new ExecutorException(
          new PluginNotFound(
              ref.toString(), "a plugin type besides, since there are " + String.join(", ", keys)));
    }
    var latest =
        candidates.stream()
            .max(Comparator.comparingLong(StoredPlugin::activation))
            .orElseThrow(
                () -> new ExecutorException(new PluginNotFound(ref.toString(), known(ref.name()))));
    if (ref.version().isEmpty() && isLost(latest.key(), latest.activation())) {
      throw new ExecutorException(
          new PluginDigestMismatch(
              latest.key(), "the line of the catalog about its active version is damaged"));
    }
    return latest;
  }

  /** Whether there was a later one, which nobody must take an earlier one for. */
  private boolean isLost(String name, long number) {
    return number < lost.getOrDefault(name, 0L);
  }

  /**
   * The numbers of the latest activation of each plugin, by its key, and of the latest revision of
   * each instance, by its name, whether or not they can still be read.
   */
  Map<String, Long> latestNumbers() {
    var latest = new HashMap<>(lost);
    plugins.values().forEach(p -> latest.merge(p.key(), p.activation(), Math::max));
    instances.forEach(
        (name, revisions) -> latest.merge(name, (long) revisions.getFirst().revision(), Math::max));
    return latest;
  }

  /** The same, with what of these numbers cannot be read any more. */
  CatalogState withLost(Map<String, Long> numbers) {
    var changed = new HashMap<>(numbers);
    var readable = latestNumbers();
    changed.entrySet().removeIf(e -> e.getValue() <= readable.getOrDefault(e.getKey(), 0L));
    return new CatalogState(generation, lastChange, plugins, instances, damagedLines, changed);
  }

  /** What is left when the damage is accepted. */
  CatalogState withoutDamage() {
    return new CatalogState(generation, lastChange, plugins, instances, List.of(), Map.of());
  }

  /**
   * Returns if the damage hit nothing that counts.
   *
   * @throws ExecutorException if it did
   */
  void requireNothingLost() {
    for (var name : lost.keySet()) {
      if (instances.containsKey(name)) {
        var _ = instance(name, 0);
      }
      plugins.values().stream()
          .filter(plugin -> plugin.key().equals(name))
          .map(plugin -> plugin.manifest())
          .map(m -> new PluginRef(Optional.of(m.type()), m.name(), Optional.empty()))
          .forEach(this::plugin);
    }
  }

  private String known(String name) {
    var versions =
        plugins.values().stream()
            .map(StoredPlugin::manifest)
            .filter(manifest -> manifest.name().equals(name))
            .map(Manifest::id)
            .sorted()
            .collect(Collectors.joining(", "));
    return versions.isEmpty() ? "an uploaded plugin" : "one of " + versions;
  }

  /** The version that has the type, name and version of a manifest. */
  @Nullable StoredPlugin plugin(Manifest manifest) {
    return plugins.values().stream()
        .filter(p -> p.manifest().id().equals(manifest.id()))
        .findFirst()
        .orElse(null);
  }

  /** Digests of the versions that run when none is named. */
  Map<String, String> activeDigests() {
    var active = new HashMap<String, StoredPlugin>();
    for (var plugin : plugins.values()) {
      active.merge(plugin.key(), plugin, (a, b) -> a.activation() >= b.activation() ? a : b);
    }
    return active.values().stream()
        .filter(plugin -> !isLost(plugin.key(), plugin.activation()))
        .collect(Collectors.toUnmodifiableMap(StoredPlugin::key, StoredPlugin::digest));
  }

  long nextActivation() {
    return 1 + latestNumbers().values().stream().mapToLong(number -> number).max().orElse(0);
  }

  /** Names of the instances that have no plugin when a version is gone. */
  List<String> usersOf(StoredPlugin plugin) {
    var users = new ArrayList<String>();
    for (var revisions : instances.values()) {
      var ref = revisions.getFirst().plugin();
      boolean others =
          plugins.values().stream()
              .anyMatch(p -> !p.digest().equals(plugin.digest()) && p.isMeantBy(ref));
      if (plugin.isMeantBy(ref) && !others) {
        users.add(revisions.getFirst().name());
      }
    }
    return users;
  }

  /**
   * One revision of an instance.
   *
   * @param revision 0: the latest
   */
  PluginInstance instance(String name, int revision) {
    var revisions = revisions(name);
    if (revision == 0) {
      if (isLost(name, revisions.getFirst().revision())) {
        throw new ExecutorException(
            new InstanceDamaged(
                name, "the line of the catalog about its latest revision is damaged"));
      }
      return revisions.getFirst();
    }
    return revisions.stream()
        .filter(instance -> instance.revision() == revision)
        .findFirst()
        .orElseThrow(() -> new ExecutorException(new InstanceNotFound(name + "@" + revision)));
  }

  List<PluginInstance> revisions(String name) {
    var revisions = instances.get(name);
    if (revisions == null) {
      throw new ExecutorException(new InstanceNotFound(name));
    }
    return revisions;
  }
}
