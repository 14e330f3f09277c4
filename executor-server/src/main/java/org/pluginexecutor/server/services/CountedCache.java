// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Counts how often a cache has what it is asked for. Thread-safe. */
final class CountedCache implements MemoryCache {
  private final MemoryCache cache;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  /** Closes the cache when it is closed itself. */
  CountedCache(MemoryCache cache) {
    this.cache = cache;
  }

  @Override
  public Optional<String> get(String key) throws IOException {
    var value = cache.get(key);
    (value.isPresent() ? hits : misses).increment();
    return value;
  }

  @Override
  public void set(String key, String value, Duration timeToLive) throws IOException {
    cache.set(key, value, timeToLive);
  }

  long hits() {
    return hits.sum();
  }

  long misses() {
    return misses.sum();
  }

  @Override
  public void close() {
    cache.close();
  }
}
