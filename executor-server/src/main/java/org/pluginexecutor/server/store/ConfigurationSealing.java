// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.pluginexecutor.server.audit.Caller;
import org.pluginexecutor.server.audit.Change;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.store.Store.Edited;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Seals what was stored before the store was given a key. Confined to one thread. */
final class ConfigurationSealing {
  private static final Logger log = LoggerFactory.getLogger(ConfigurationSealing.class);

  private final Store store;

  ConfigurationSealing(Store store) {
    this.store = store;
  }

  void sealAll() throws IOException {
    if (store.cipher().isEncrypting() && hasUnsealed(store.state())) {
      log.info("encrypting the stored configurations");
      var _ =
          store.commit(
              new Change(Caller.SERVER, "EncryptConfigurations"),
              latest -> new Edited<>(sealed(latest), latest));
    }
  }

  private boolean hasUnsealed(CatalogState state) {
    return state.instances().values().stream().anyMatch(this::hasUnsealed);
  }

  private boolean hasUnsealed(List<PluginInstance> revisions) {
    return revisions.stream().anyMatch(this::isUnsealed);
  }

  private boolean isUnsealed(PluginInstance revision) {
    try {
      return store.configurations().isUnsealed(revision);
    } catch (IOException _) {
      // A file that cannot be read is found damaged when somebody wants it.
      return false;
    }
  }

  private CatalogState sealed(CatalogState state) throws IOException {
    var instances = new TreeMap<String, List<PluginInstance>>();
    for (var revisions : state.instances().values()) {
      var sealed = new ArrayList<PluginInstance>();
      for (var revision : revisions) {
        sealed.add(isUnsealed(revision) ? sealed(revision) : revision);
      }
      instances.put(revisions.getFirst().name(), sealed);
    }
    return state.withInstances(instances);
  }

  private PluginInstance sealed(PluginInstance revision) throws IOException {
    try {
      var text = store.configurations().read(revision);
      return revision.withConfiguration(store.configurations().write(revision.name(), text));
    } catch (ExecutorException _) {
      // Damaged, and logged as such.
      return revision;
    }
  }
}
