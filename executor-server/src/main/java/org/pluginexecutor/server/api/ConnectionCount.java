// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds the connections of all entrances together. Thread-safe. */
final class ConnectionCount {
  private final int limit;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong refused = new AtomicLong();

  ConnectionCount(int limit) {
    this.limit = limit;
  }

  /** Whether there is room for this one; its place is free again when it is closed. */
  boolean admits(Channel connection) {
    int count = open.incrementAndGet();
    var _ = connection.closeFuture().addListener(_ -> open.decrementAndGet());
    if (count > limit) {
      refused.incrementAndGet();
      return false;
    }
    return true;
  }

  int open() {
    return open.get();
  }

  long refused() {
    return refused.get();
  }
}
