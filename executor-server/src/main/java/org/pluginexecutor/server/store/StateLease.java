// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.pluginexecutor.server.lifecycle.Resource;

/**
 * The state directories of one call: they stay until the lease is closed, even when what they
 * belong to is deleted meanwhile, by whichever server. Thread-safe.
 */
public final class StateLease implements Resource {
  private final Path persistent;
  private final Path ephemeral;
  private final Runnable onClose;
  private final AtomicBoolean closed = new AtomicBoolean();

  StateLease(Path persistent, Path ephemeral, Runnable onClose) {
    this.persistent = persistent;
    this.ephemeral = ephemeral;
    this.onClose = onClose;
  }

  /** What lies here is there at the next call, even after a start of the server. */
  public Path persistent() {
    return persistent;
  }

  /** What lies here is there at the next call of this server. */
  public Path ephemeral() {
    return ephemeral;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      onClose.run();
    }
  }
}
