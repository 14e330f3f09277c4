// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.config.StoreConfig;
import org.pluginexecutor.server.lifecycle.CloseStack;
import org.pluginexecutor.server.runtime.SourceInspector;
import org.pluginexecutor.server.secret.KeyEncryption;
import org.pluginexecutor.server.store.InstanceCatalog;
import org.pluginexecutor.server.store.PluginCatalog;
import org.pluginexecutor.server.store.Store;
import org.pluginexecutor.server.store.StoreBackups;
import org.pluginexecutor.server.store.StoreOverview;
import org.pluginexecutor.server.telemetry.Metric;
import org.pluginexecutor.server.telemetry.Metrics;
import org.pluginexecutor.server.trust.TrustPolicy;

/**
 * What outlives the server, in one directory: the store, and what is looked up and changed in it.
 * Immutable.
 */
record ServerStore(
    Store store, PluginCatalog plugins, InstanceCatalog instances, StoreBackups backups) {

  /**
   * Opens the store.
   *
   * @param resources what has to be closed is pushed there
   */
  static ServerStore open(
      ServerConfig config,
      ServerWorkers workers,
      Metrics metrics,
      InstantSource clock,
      CloseStack resources)
      throws IOException {
    var store =
        resources.push(
            Store.open(
                config.dataDirectory(),
                keyEncryption(config.store()),
                clock,
                config.store().mustAudit()));
    if (metrics.isOn()) {
      store.measureWith(metrics);
    }
    metrics.gauge(Metric.STORE_DAMAGED_LINES, () -> StoreOverview.damagedLines(store));
    metrics.counted(Metric.AUDIT_FAILURES, store::auditFailures);
    var sources = new SourceInspector(workers.runtimes(), workers.shimMain());
    var trust = TrustPolicy.open(config.trust());
    return new ServerStore(
        store,
        new PluginCatalog(store, config.packages(), sources, trust),
        new InstanceCatalog(store, workers.runtimes()),
        new StoreBackups(store, config.packages(), sources, trust));
  }

  /** How the store's key is encrypted; absent: there is none. */
  static Optional<KeyEncryption> keyEncryption(StoreConfig config) {
    return config
        .keyFile()
        .map(KeyEncryption::byFile)
        .or(() ->
            config.keyCommand().isEmpty()
                ? Optional.empty()
                : Optional.of(
                    KeyEncryption.byCommand(config.keyCommand(), config.keyCommandTimeout())));
  }
}
