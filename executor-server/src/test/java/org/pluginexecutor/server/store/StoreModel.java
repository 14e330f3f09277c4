// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.pluginexecutor.server.files.Digests;

/**
 * What ought to be in a store, to hold the real one against. Immutable.
 *
 * @param plugins the versions of each plugin in the order of their activation
 * @param instances the revisions of each instance, the latest first
 */
record StoreModel(
    NavigableMap<String, List<String>> plugins, NavigableMap<String, List<Revision>> instances) {

  /**
   * One revision of an instance.
   *
   * @param version empty: whichever is active
   */
  record Revision(int number, String plugin, String version, String text) {}

  /** What is in a real store, as far as its names begin with a prefix; every text is read. */
  static StoreModel of(TestStore store, String prefix) {
    var state = store.store().state();
    var plugins = new TreeMap<String, List<String>>();
    state.plugins().values().stream()
        .filter(plugin -> plugin.manifest().name().startsWith(prefix))
        .sorted(Comparator.comparingLong(StoredPlugin::activation))
        .forEach(plugin ->
            plugins
                .computeIfAbsent(plugin.manifest().name(), _ -> new ArrayList<>())
                .add(plugin.manifest().version()));
    var instances = new TreeMap<String, List<Revision>>();
    state
        .instances()
        .forEach((name, revisions) -> {
          if (name.startsWith(prefix)) {
            instances.put(
                name, revisions.stream().map(instance -> revision(store, instance)).toList());
          }
        });
    return new StoreModel(plugins, instances);
  }

  private static Revision revision(TestStore store, PluginInstance instance) {
    return new Revision(
        instance.revision(),
        instance.pluginName(),
        instance.pinnedVersion().orElse(""),
        store.instances().configuration(instance));
  }

  /** After an upload or an activation. */
  StoreModel activated(String name, String version) {
    var changed = without(name, version).plugins();
    changed.computeIfAbsent(name, _ -> new ArrayList<>()).add(version);
    return new StoreModel(changed, instances);
  }

  StoreModel without(String name, String version) {
    var changed = new TreeMap<String, List<String>>();
    plugins.forEach((key, versions) -> changed.put(key, new ArrayList<>(versions)));
    changed.getOrDefault(name, new ArrayList<>()).remove(version);
    changed.values().removeIf(List::isEmpty);
    return new StoreModel(changed, instances);
  }

  /** With one more revision. */
  StoreModel with(String instance, String plugin, String version, String text) {
    var revisions = new ArrayList<>(instances.getOrDefault(instance, List.of()));
    int number = revisions.isEmpty() ? 1 : revisions.getFirst().number() + 1;
    revisions.addFirst(new Revision(number, plugin, version, text));
    if (revisions.size() > InstanceCatalog.KEPT_REVISIONS) {
      revisions.removeLast();
    }
    var changed = new TreeMap<>(instances);
    changed.put(instance, List.copyOf(revisions));
    return new StoreModel(plugins, changed);
  }

  StoreModel withoutInstance(String instance) {
    var changed = new TreeMap<>(instances);
    changed.remove(instance);
    return new StoreModel(plugins, changed);
  }

  boolean has(String name, String version) {
    var versions = plugins.getOrDefault(name, List.of());
    return version.isEmpty() ? !versions.isEmpty() : versions.contains(version);
  }

  /** Whether an instance would be left without a plugin. */
  boolean isUsed(String name, String version) {
    var rest = without(name, version);
    return instances.values().stream()
        .map(List::getFirst)
        .anyMatch(revision -> !rest.has(revision.plugin(), revision.version()));
  }

  /** One line that is the same for the same content only. */
  String text() {
    var text = new StringBuilder(plugins.toString());
    instances.forEach((name, revisions) ->
        text.append(' ')
            .append(name)
            .append('@')
            .append(revisions.getFirst().number())
            .append('/')
            .append(revisions.size())
            .append('=')
            .append(Digests.hexOf(revisions.toString().getBytes(StandardCharsets.UTF_8))));
    return text.toString();
  }

  /** The version that a revision is pinned to. */
  static Optional<String> pinned(String version) {
    return version.isEmpty() ? Optional.empty() : Optional.of(version);
  }
}
