// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where plugins keep what outlives a call (contract 3.2): one directory that outlives the server
 * and one that does not, for each plugin instance, and for each plugin that is called with a
 * configuration of the caller's. Thread-safe.
 */
public final class StateDirectories {
  private static final Logger log = LoggerFactory.getLogger(StateDirectories.class);

  private final Store store;
  private final StateTree persistent;
  private final StateTree ephemeral;

  /** In place of the persistent ones where these cannot be made. */
  private final StateTree spare;

  /** The change of the store after which the trees of this server were looked through. */
  private final AtomicLong lookedAt = new AtomicLong(-1);

  private StateDirectories(Store store, Path runtimeDirectory) {
    var directory = store.directory();
    this.store = store;
    this.persistent =
        new StateTree(
            directory.state(),
            body -> directory.exclusively(body::run),
            () -> directory.newStagingDirectory("trash-"));
    this.ephemeral = ownTree(runtimeDirectory, "ephemeral");
    this.spare = ownTree(runtimeDirectory, "spare");
  }

  /** A tree that no other server knows. */
  private static StateTree ownTree(Path runtimeDirectory, String name) {
    var root = runtimeDirectory.resolve("state").resolve(name);
    return new StateTree(
        root, StateTree.Body::run, () -> Files.createTempDirectory(runtimeDirectory, "trash-"));
  }

  /**
   * Takes charge of the state directories of a store.
   *
   * @param runtimeDirectory for what does not outlive the server
   */
  public static StateDirectories open(Store store, Path runtimeDirectory) {
    var directories = new StateDirectories(store, runtimeDirectory);
    if (store.directory().isReadOnly()) {
      log.warn(
          "the data directory is not writable: what plugins keep in SCB_PLUGIN_STATE_DIRECTORY is"
              + " lost when this server stops");
    } else {
      store.collectBesides(directories::collectGarbage);
    }
    return directories;
  }

  /** Takes those of an instance. */
  public StateLease take(PluginInstance instance) {
    return take(key(instance), state -> has(state, instance));
  }

  /** Takes those of a plugin, whichever of its versions. */
  public StateLease take(StoredPlugin plugin) {
    return take(key(plugin), state -> has(state, plugin));
  }

  /** An instance that is deleted and made again is another one. */
  private static String key(PluginInstance instance) {
    return "instances/" + instance.name() + "/" + instance.createTime().toString().replace(":", "");
  }

  private static String key(StoredPlugin plugin) {
    return "plugins/" + plugin.key();
  }

  private static boolean has(CatalogState state, PluginInstance instance) {
    var revisions = state.instances().get(instance.name());
    return revisions != null && revisions.getFirst().createTime().equals(instance.createTime());
  }

  private static boolean has(CatalogState state, StoredPlugin plugin) {
    return state.plugins().containsKey(plugin.digest())
        || state.plugins().values().stream().anyMatch(one -> one.key().equals(plugin.key()));
  }

  private static Set<String> keys(CatalogState state) {
    var keys = new HashSet<String>();
    state.instances().values().forEach(revisions -> keys.add(key(revisions.getFirst())));
    state.plugins().values().forEach(plugin -> keys.add(key(plugin)));
    return keys;
  }

  private StateLease take(String key, Predicate<CatalogState> owner) {
    return store.guarded(
        StoreOperation.TAKE_STATE,
        () -> {
          lookThroughOwn();
          var used = new ArrayList<StateTree>();
          try {
            var lasting = takeLasting(key, used);
            var passing = ephemeral.take(key);
            used.add(ephemeral);
            return new StateLease(lasting, passing, () -> release(key, owner, used));
          } catch (IOException | RuntimeException e) {
            release(key, owner, used);
            throw e;
          }
        });
  }

  /** A full disk keeps nobody from calling. */
  private Path takeLasting(String key, List<StateTree> used) throws IOException {
    if (!store.directory().isReadOnly()) {
      try {
        var path = persistent.take(key);
        used.add(persistent);
        return path;
      } catch (IOException e) {
        log.warn("a state directory cannot be made; the call gets one that will be lost", e);
      }
    }
    var path = spare.take(key);
    used.add(spare);
    return path;
  }

  /**
   * Ends a use.
   *
   * @param owner whether what the directories belong to is still there; not by the keys of all,
   *     since this comes with every call
   */
  private void release(String key, Predicate<CatalogState> owner, List<StateTree> used) {
    boolean last = false;
    for (var tree : used) {
      try {
        last |= tree.release(key);
      } catch (IOException e) {
        log.warn("the lock of a state directory could not be closed", e);
      }
    }
    if (last && !owner.test(store.state())) {
      store.collectGarbageNow();
      collectOwn(store.state());
    }
  }

  /** Another server may have deleted what directories of this one belong to. */
  private void lookThroughOwn() {
    var state = store.state();
    if (lookedAt.getAndSet(state.generation()) != state.generation()) {
      collectOwn(state);
    }
  }

  private void collectOwn(CatalogState state) {
    // What a damaged line names looks like rubbish and is not.
    if (state.damagedLines().isEmpty()) {
      try {
        ephemeral.collectGarbage(keys(state));
        spare.collectGarbage(keys(state));
      } catch (IOException e) {
        log.warn("a state directory could not be removed; it is tried again later", e);
      }
    }
  }

  private void collectGarbage(CatalogState state) throws IOException {
    persistent.collectGarbage(keys(state));
    collectOwn(state);
  }
}
