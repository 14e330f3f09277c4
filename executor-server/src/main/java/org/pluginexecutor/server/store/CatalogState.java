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
import org.pluginexecutor.server.error.ExecutorError.InstanceNotFound;
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
 */
record CatalogState(
    long generation,
    Optional<AuditEntry> lastChange,
    Map<String, StoredPlugin> plugins,
    NavigableMap<String, List<PluginInstance>> instances,
    List<String> damagedLines) {

  /** A store in which nothing was ever changed. */
  static final CatalogState EMPTY =
      new CatalogState(0, Optional.empty(), Map.of(), new TreeMap<>(), List.of());

  CatalogState {
    plugins = Map.copyOf(plugins);
    instances = new TreeMap<>(instances);
    damagedLines = List.copyOf(damagedLines);
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
    return new CatalogState(generation, lastChange, changed, instances, damagedLines);
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
    return withInstances(changed);
  }

  CatalogState withInstances(NavigableMap<String, List<PluginInstance>> changed) {
    return new CatalogState(generation, lastChange, plugins, changed, damagedLines);
  }

  /** The next generation, made by a change. */
  CatalogState madeBy(AuditEntry change) {
    return new CatalogState(
        change.generation(), Optional.of(change), plugins, instances, damagedLines);
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
    return candidates.stream()
        .max(Comparator.comparingLong(StoredPlugin::activation))
        .orElseThrow(
            () -> new ExecutorException(new PluginNotFound(ref.toString(), known(ref.name()))));
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
        .collect(Collectors.toUnmodifiableMap(StoredPlugin::key, StoredPlugin::digest));
  }

  long nextActivation() {
    return 1 + plugins.values().stream().mapToLong(StoredPlugin::activation).max().orElse(0);
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
