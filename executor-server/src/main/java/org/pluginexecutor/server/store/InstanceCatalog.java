// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.io.IOException;
import java.time.Duration;
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
import org.pluginexecutor.server.plugin.RuntimeCheck;
import org.pluginexecutor.server.store.Store.Edited;

/** The plugin instances and their revisions. Thread-safe. */
public final class InstanceCatalog {
  /** How many revisions of an instance are kept. */
  static final int KEPT_REVISIONS = 100;

  /** More than an entry of a list takes on the wire. */
  private static final int ENTRY_BYTES = 1 << 10;

  private final Store store;
  private final RuntimeCheck runtimes;

  public InstanceCatalog(Store store, RuntimeCheck runtimes) {
    this.store = store;
    this.runtimes = runtimes;
  }

  /**
   * Creates an instance.
   *
   * @param configuration absent: the text of the package's default.cfg
   * @throws ExecutorException if there is one of that name, no such plugin, or no such runtime for
   *     it
   */
  public PluginInstance create(
      String name,
      PluginRef ref,
      Optional<String> configuration,
      InstanceSettings settings,
      Change change) {
    change.concerns(name, "");
    return store.guarded(
        StoreOperation.STORE_INSTANCE,
        () ->
            store.commit(
                change,
                latest -> {
                  if (latest.instances().containsKey(name)) {
                    throw new ExecutorException(new InstanceAlreadyExists(name));
                  }
                  var plugin = latest.plugin(ref);
                  requireRuntime(settings, plugin);
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
                          settings,
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
   * @param runtime absent: stays; empty: none from now on
   * @param timeLimit absent: stays; zero: none from now on
   * @param expectedRevision the revision that the caller has seen; 0: does not matter
   */
  public record InstanceUpdate(
      Optional<PluginRef> plugin,
      Optional<String> configuration,
      Optional<String> runtime,
      Optional<Duration> timeLimit,
      int expectedRevision) {

    /** Whether another runtime may be needed than before. */
    private boolean concernsRuntime() {
      return plugin.isPresent() || runtime.isPresent();
    }
  }

  /** Makes a new revision of an instance. */
  public PluginInstance update(String name, InstanceUpdate update, Change change) {
    change.concerns(name, "");
    return store.guarded(
        StoreOperation.STORE_INSTANCE,
        () ->
            store.commit(
                change,
                latest -> {
                  if (update.plugin().isEmpty() || update.configuration().isEmpty()) {
                    // What stays has to be known.
                    var _ = latest.instance(name, 0);
                  }
                  var current = latestOf(latest, name, update.expectedRevision());
                  var wanted =
                      new Content(
                          update.plugin().orElse(current.plugin()),
                          update.configuration(),
                          current.settings().with(update.runtime(), update.timeLimit()));
                  // What stays as it is does not keep anything else from being mended.
                  return added(
                      latest, revised(latest, current, wanted, update.concernsRuntime()), change);
                }));
  }

  /** Makes a new revision with all that an older one says. */
  public PluginInstance rollBack(String name, int revision, int expectedRevision, Change change) {
    change.concerns(name, "");
    return store.guarded(
        StoreOperation.STORE_INSTANCE,
        () ->
            store.commit(
                change,
                latest -> {
                  var current = latestOf(latest, name, expectedRevision);
                  var former = latest.instance(name, revision);
                  var text = store.configurations().read(former);
                  var wanted = new Content(former.plugin(), Optional.of(text), former.settings());
                  return added(latest, revised(latest, current, wanted, true), change);
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

  /** What a next revision says; without a configuration: the same text. */
  private record Content(
      PluginRef plugin, Optional<String> configuration, InstanceSettings settings) {}

  private PluginInstance revised(
      CatalogState state, PluginInstance current, Content wanted, boolean withRuntime)
      throws IOException {
    var plugin = state.plugin(wanted.plugin());
    if (plugin.manifest().type() != current.pluginType()) {
      throw new ExecutorException(
          InvalidRequest.of(
              "plugin",
              plugin.manifest().id()
                  + " (expected: a plugin of the type "
                  + current.pluginType().manifestName()
                  + ", as the instance has one)"));
    }
    if (withRuntime) {
      requireRuntime(wanted.settings(), plugin);
    }
    var stored =
        wanted.configuration().isPresent()
            ? store.configurations().write(current.name(), wanted.configuration().get())
            : current.configuration();
    Instant now = store.clock().instant();
    return new PluginInstance(
        current.name(),
        current.pluginType(),
        plugin.manifest().name(),
        wanted.plugin().version(),
        latestRevision(state, current.name()) + 1,
        stored,
        wanted.settings(),
        current.createTime(),
        now);
  }

  private void requireRuntime(InstanceSettings settings, StoredPlugin plugin) {
    settings
        .runtime()
        .flatMap(runtime -> runtimes.problem(runtime, plugin.python2()))
        .ifPresent(problem -> {
          throw new ExecutorException(InvalidRequest.of("runtime", problem));
        });
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
            StoreOperation.DELETE_INSTANCE,
            () ->
                store.commit(
                    change,
                    latest -> {
                      var instance = latest.revisions(name).getFirst();
                      return new Edited<>(latest.withoutInstance(name), instance);
                    }));
  }
}
