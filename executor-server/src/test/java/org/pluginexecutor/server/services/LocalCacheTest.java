// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LocalCacheTest {
  private static final Duration FOR_EVER = Duration.ZERO;

  private final AtomicLong nanos = new AtomicLong();
  private final LocalCache cache = new LocalCache(64 << 10, nanos::get);

  @Test
  void keeps_what_was_set_and_takes_the_latest() {
    cache.set("vendor:product", "1", FOR_EVER);
    cache.set("vendor:product", "2", FOR_EVER);

    assertThat(cache.get("vendor:product")).contains("2");
    assertThat(cache.get("vendor")).isEmpty();
  }

  @Test
  void forgets_when_the_time_is_over() {
    cache.set("short", "1", Duration.ofSeconds(10));
    cache.set("long", "1", FOR_EVER);

    nanos.addAndGet(Duration.ofSeconds(9).toNanos());
    assertThat(cache.get("short")).contains("1");
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(cache.get("short")).isEmpty();
    nanos.addAndGet(Duration.ofDays(1000).toNanos());
    assertThat(cache.get("long")).contains("1");
    assertThat(cache.size()).isEqualTo(1);
    assertThat(cache.evictions()).isZero();
  }

  @Test
  void holds_no_more_than_it_may_and_keeps_what_is_used_often() {
    cache.set("often", "x".repeat(1000), FOR_EVER);
    for (int i = 0; i < 2000; i++) {
      cache.set("once-" + i, "x".repeat(1000), FOR_EVER);
      assertThat(cache.get("often")).isPresent();
    }

    assertThat(cache.size()).isBetween(10L, 30L);
    assertThat(cache.evictions()).isEqualTo(2001 - cache.size());
  }

  @Test
  void one_text_that_is_larger_than_the_cache_is_not_kept() {
    cache.set("small", "1", FOR_EVER);
    cache.set("huge", "x".repeat(100_000), FOR_EVER);

    assertThat(cache.size()).isEqualTo(1);
    assertThat(cache.get("small")).contains("1");
  }

  @Test
  void is_empty_once_it_is_closed() {
    cache.set("a", "1", FOR_EVER);

    cache.close();

    assertThat(cache.size()).isZero();
  }
}
