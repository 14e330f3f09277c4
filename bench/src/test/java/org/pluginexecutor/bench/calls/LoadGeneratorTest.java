// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {
  private static final Duration SHORT = Duration.ofMillis(60);

  private final LoadGenerator generator = new LoadGenerator();

  @AfterEach
  void close() {
    generator.close();
  }

  @Test
  void a_closed_loop_has_so_many_calls_in_flight_and_no_more() {
    var together = new CountDownLatch(4);
    var running = new AtomicInteger();
    var most = new AtomicInteger();

    var stats =
        generator.closedLoop(
            () -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              together.countDown();
              await(together);
              running.decrementAndGet();
            },
            4,
            SHORT);

    assertThat(most).hasValue(4);
    assertThat(stats.answered()).isGreaterThanOrEqualTo(4);
    assertThat(stats.callsPerSecond()).isPositive();
  }

  @Test
  void an_open_loop_calls_on_while_a_call_is_not_answered() {
    var third = new CountDownLatch(3);

    // Were the next call to wait for the answer of the first, none would ever come.
    var stats =
        generator.openLoop(
            () -> {
              third.countDown();
              await(third);
            },
            100,
            SHORT);

    assertThat(stats.answered()).isEqualTo(6);
    // The first was answered when the third was due, 20 ms later.
    assertThat(stats.latency().max()).isGreaterThanOrEqualTo(19);
  }

  @Test
  void failures_are_counted_and_are_no_latencies() {
    var stats =
        generator.openLoop(
            () -> {
              throw new IOException("refused");
            },
            100,
            SHORT);

    assertThat(stats.failures()).isEqualTo(6);
    assertThat(stats.firstFailure()).contains("refused");
    assertThat(stats.answered()).isZero();
    assertThat(stats.callsPerSecond()).isZero();
  }

  @Test
  void a_call_that_ends_after_the_slice_counts_with_a_part() {
    long slice = Duration.ofMillis(1).toNanos();
    var caller = new Caller(() -> {});

    long now = System.nanoTime();
    caller.callOnce(now - 9 * slice, now - 6 * slice);

    assertThat(caller.calls()).isBetween(0.01, 0.34);
    assertThat(caller.latencies().getTotalCount()).isOne();
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
