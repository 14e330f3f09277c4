// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.util.OptionalLong;

/**
 * Knows how fast those who wait are served, while there are any. Confined to whoever holds the lock
 * of what it belongs to.
 */
final class ServiceRate {
  /** How many of the latest turns count. */
  private static final int WINDOW = 64;

  /** Fewer say nothing. */
  private static final int LEAST = 8;

  private final long[] turns = new long[WINDOW];
  private long count;

  /** One of those who wait gets a turn. */
  void turn(long now) {
    turns[(int) (count % WINDOW)] = now;
    count++;
  }

  /** Nobody waits any more: how long it takes until the next comes says nothing of the server. */
  void forget() {
    count = 0;
  }

  /** How long the last turns took each, the one that is due included; absent: not known yet. */
  OptionalLong nanosPerTurn(long now) {
    if (count < LEAST) {
      return OptionalLong.empty();
    }
    long counted = Math.min(count, WINDOW);
    long oldest = turns[(int) ((count - counted) % WINDOW)];
    return OptionalLong.of((now - oldest) / counted);
  }
}
