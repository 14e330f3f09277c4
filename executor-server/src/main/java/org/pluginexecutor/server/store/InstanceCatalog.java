// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pluginexecutor.server.audit.Change;
import org.pluginexecutor.server.error.ExecutorError.InstanceAlreadyExists;
import org.pluginexecutor.server.error.ExecutorError.InstanceChanged;
import org.pluginexecutor.server.error.ExecutorError.InstanceNotFound;
import org.pluginexecutor.server.error.ExecutorError.InvalidRequest;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.plugin.PluginRef;
import org.pluginexecutor.server.store.Store.Edited;

/** The plugin instances and their revisions. Thread-safe. */
public final class InstanceCatalog {
  /** How many revisions of an instance are kept. */
  static final int KEPT_REVISIONS = 100;

  /** More than an entry of a list takes on the wire. */
  private static final int ENTRY_BYTES = 1 << 10;

  private final Store store;

  public InstanceCatalog(Store store) {
    this.store = store;
  }

  /**
   * Creates an instance.
   *
   * @param configuration absent: the text of the package's default.cfg
   */
  public PluginInstance create(
      String name, PluginRef ref, Optional<String> configuration, Change change) {
    change.concerns(name, "");
    return store.guarded(
        "storing an instance",
        () ->
            store.commit(
                change,
                latest -> {
                  if (latest.instances().containsKey(name)) {
                    throw new ExecutorException(new InstanceAlreadyExists(name));
                  }
                  var plugin = latest.plugin(ref);
                  var now = store.clock().instant();
                  var instance =
                      new PluginInstance(
                          name,
                          plugin.manifest().type(),
                          plugin.manifest().name(),
                          ref.version(),
                          1,
                          store
                              .configurations()
                              .write(name, configuration.orElse(plugin.defaultConfiguration())),
                          now,
                          now);
                  return added(latest, instance, change);
                }));
  }

  /**
   * What is to be different in the next revision. Immutable.
   *
   * @param plugin absent: stays
   * @param configuration absent: stays
   * @param expectedRevision the revision that the caller has seen; 0: does not matter
   */
  public record InstanceUpdate(
      Optional<PluginRef> plugin, Optional<String> configuration, int expectedRevision) {}

  /** Makes a new revision of an instance. */
  public PluginInstance update(String name, InstanceUpdate update, Change change) {
    change.concerns(name, "");
    return store.guarded(
        "storing an instance",
        () ->
            store.commit(
                change,
                latest -> {
                  if (update.plugin().isEmpty() || update.configuration().isEmpty()) {
                    // What stays has to be known.
                    var _ = latest.instance(name, 0);
                  }
                  var current = latestOf(latest, name, update.expectedRevision());
                  var ref = update.plugin().orElse(current.plugin());
                  return added(
                      latest, revised(latest, current, ref, update.configuration()), change);
                }));
  }

  /** Makes a new revision with the plugin and the configuration of an older one. */
  public PluginInstance rollBack(String name, int revision, int expectedRevision, Change change) {
    change.concerns(name, "");
    return store.guarded(
        "storing an instance",
        () ->
            store.commit(
                change,
                latest -> {
                  var current = latestOf(latest, name, expectedRevision);
                  var former = latest.instance(name, revision);
                  var text = store.configurations().read(former);
                  return added(
                      latest, revised(latest, current, former.plugin(), Optional.of(text)), change);
                }));
  }

  private static PluginInstance latestOf(CatalogState state, String name, int expectedRevision) {
    var current = state.revisions(name).getFirst();
    int latest = latestRevision(state, name);
    if (expectedRevision != 0 && expectedRevision != latest) {
      throw new ExecutorException(new InstanceChanged(name, expectedRevision, latest));
    }
    return current;
  }

  private static int latestRevision(CatalogState state, String name) {
    return Math.toIntExact(state.latestNumbers().getOrDefault(name, 0L));
  }

  private PluginInstance revised(
      CatalogState state, PluginInstance current, PluginRef ref, Optional<String> configuration)
      throws IOException {
    var plugin = state.plugin(ref);
    if (plugin.manifest().type() != current.pluginType()) {
      throw new ExecutorException(
          InvalidRequest.of(
              "plugin",
              plugin.manifest().id()
                  + " (expected: a plugin of the type "
                  + current.pluginType().manifestName()
                  + ", as the instance has one)"));
    }
    var stored =
        configuration.isPresent()
            ? store.configurations().write(current.name(), configuration.get())
            : current.configuration();
    Instant now = store.clock().instant();
    return new PluginInstance(
        current.name(),
        current.pluginType(),
        plugin.manifest().name(),
        ref.version(),
        latestRevision(state, current.name()) + 1,
        stored,
        current.createTime(),
        now);
  }

  private static Edited<PluginInstance> added(
      CatalogState state, PluginInstance instance, Change change) {
    change.concerns(instance.id(), "");
    return new Edited<>(state.with(instance, KEPT_REVISIONS), instance);
  }

  /** The latest revision. */
  public PluginInstance get(String name) {
    return get(name, 0);
  }

  /**
   * One revision.
   *
   * @param revision 0: the latest
   * @throws ExecutorException if there is no such instance, or no such revision of it any more
   */
  public PluginInstance get(String name, int revision) {
    return store.state().instance(name, revision);
  }

  /**
   * The text for the constructor; a secret.
   *
   * @throws ExecutorException if its file is damaged
   */
  public String configuration(PluginInstance instance) {
    try {
      return store.configurations().read(instance);
    } catch (ExecutorException e) {
      var now = sameRevision(instance);
      if (now.configuration().equals(instance.configuration())) {
        throw e;
      }
      return configuration(now);
    }
  }

  /** The same as it is stored now: a restore or a new key puts its text into another file. */
  private PluginInstance sameRevision(PluginInstance instance) {
    var now = get(instance.name(), instance.revision());
    if (!now.equals(instance.withConfiguration(now.configuration()))) {
      throw new ExecutorException(new InstanceNotFound(instance.id()));
    }
    return now;
  }

  /** The latest revisions of the instances, by name; see {@link PluginCatalog#list}. */
  public Page<PluginInstance> list(int size, String token) {
    var sorted = store.state().instances().values().stream().map(List::getFirst).toList();
    return Page.of(sorted, size, token, PluginInstance::name, _ -> ENTRY_BYTES);
  }

  /** The kept revisions of an instance, the latest first. */
  public List<PluginInstance> revisions(String name) {
    return store.state().revisions(name);
  }

  /** Deletes an instance with all its revisions. */
  public void delete(String name, Change change) {
    change.concerns(name, "");
    var _ =
        store.guarded(
            "deleting an instance",
            () ->
                store.commit(
                    change,
                    latest -> {
                      var instance = latest.revisions(name).getFirst();
                      return new Edited<>(latest.withoutInstance(name), instance);
                    }));
  }
}
