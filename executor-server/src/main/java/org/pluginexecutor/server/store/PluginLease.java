// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.util.concurrent.atomic.AtomicBoolean;
import org.pluginexecutor.server.lifecycle.Resource;

/**
 * The right to run one stored version: its files stay until the lease is closed, even when the
 * version is deleted meanwhile, by whichever server. Thread-safe.
 */
public final class PluginLease implements Resource {
  private final StoredPlugin plugin;
  private final Runnable onClose;
  private final AtomicBoolean closed = new AtomicBoolean();

  PluginLease(StoredPlugin plugin, Runnable onClose) {
    this.plugin = plugin;
    this.onClose = onClose;
  }

  public StoredPlugin plugin() {
    return plugin;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      onClose.run();
    }
  }
}
