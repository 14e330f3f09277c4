// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * A cache in the server's own memory. When it is full, what is used least often goes first.
 * Thread-safe.
 */
final class LocalCache implements MemoryCache {
  /** What an entry takes besides its characters, roughly. */
  private static final int OVERHEAD_BYTES = 160;

  private final Cache<String, Entry> entries;
  private final LongAdder evictions = new LongAdder();

  private record Entry(String value, long lifeNanos) {}

  /**
   * Begins empty.
   *
   * @param maxBytes how much its entries may take together
   */
  LocalCache(long maxBytes, LongSupplier nanoTicker) {
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .<String, Entry>weigher((key, entry) -> weight(key, entry.value()))
            .evictionListener((_, _, cause) -> countEviction(cause))
            .expireAfter(Expiry.<String, Entry>writing((_, entry) -> life(entry)))
            .ticker(nanoTicker::getAsLong)
            // Nothing has to run besides the calls.
            .executor(Runnable::run)
            .build();
  }

  private static Duration life(Entry entry) {
    return Duration.ofNanos(entry.lifeNanos());
  }

  /** Java keeps most texts with one byte a character, others with two. */
  private static int weight(String key, String value) {
    return OVERHEAD_BYTES + 2 * (key.length() + value.length());
  }

  @Override
  public Optional<String> get(String key) {
    return Optional.ofNullable(entries.getIfPresent(key)).map(Entry::value);
  }

  @Override
  public void set(String key, String value, Duration timeToLive) {
    entries.put(key, new Entry(value, timeToLive.isZero() ? Long.MAX_VALUE : timeToLive.toNanos()));
  }

  private void countEviction(RemovalCause cause) {
    if (cause == RemovalCause.SIZE) {
      evictions.increment();
    }
  }

  /** How many entries there was no room for any more. */
  long evictions() {
    return evictions.sum();
  }

  /** How many entries there are, once what is beyond the limit is gone. */
  long size() {
    entries.cleanUp();
    return entries.estimatedSize();
  }

  @Override
  public void close() {
    entries.invalidateAll();
  }
}
