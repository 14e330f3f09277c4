// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How long nothing is tried again that has failed: twice as long after each failure. Thread-safe.
 */
final class BackOff<K> {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final int MAX_DOUBLINGS = 6;

  /** After so long a failure is forgotten. */
  private static final Duration MEMORY = Duration.ofMinutes(10);

  private record Failures(int count, long lastNanos) {}

  @GuardedBy("this")
  private final Map<K, Failures> failed = new HashMap<>();

  synchronized void failed(K key, long nowNanos) {
    failed.values().removeIf(failures -> nowNanos - failures.lastNanos() > MEMORY.toNanos());
    failed.merge(
        key, new Failures(1, nowNanos), (old, _) -> new Failures(old.count() + 1, nowNanos));
  }

  synchronized void succeeded(K key) {
    failed.remove(key);
  }

  synchronized boolean isOver(K key, long nowNanos) {
    var failures = failed.get(key);
    return failures == null
        || nowNanos - failures.lastNanos()
            >= FIRST.toNanos() << Math.min(failures.count() - 1, MAX_DOUBLINGS);
  }
}
