// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultEventExecutor;
import io.grpc.netty.shaded.io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefusalPaceTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);
  private final EventExecutor thread = new DefaultEventExecutor();
  private final List<Duration> pauses = new ArrayList<>();
  private final RefusalPace pace =
      new RefusalPace(
          thread,
          now::get,
          nanos -> {
            pauses.add(Duration.ofNanos(nanos));
            now.addAndGet(nanos);
          });

  @AfterEach
  void end() {
    var _ = thread.shutdownGracefully();
  }

  @Test
  void a_round_with_many_refusals_ends_with_one_pause() {
    onThread(this::refuse, this::refuse, this::refuse);

    assertThat(pauses).containsExactly(RefusalPace.PAUSE);
  }

  @Test
  void the_next_round_pauses_again() {
    onThread(this::refuse, this::refuse);
    onThread(this::refuse);

    assertThat(pauses).containsExactly(RefusalPace.PAUSE, RefusalPace.PAUSE);
  }

  @Test
  void refusals_that_are_far_apart_hold_nobody_up() {
    onThread(this::refuse);
    now.addAndGet(RefusalPace.RUSH.toNanos());
    onThread(this::refuse);

    assertThat(pauses).isEmpty();
  }

  @Test
  void refusals_are_written_before_the_pause() {
    var pausesBefore = new ArrayList<Integer>();

    onThread(
        this::refuse,
        // As gRPC does with its answers, before it is known that they were refusals.
        () -> thread.execute(() -> pausesBefore.add(pauses.size())),
        this::refuse);

    assertThat(pausesBefore).containsExactly(0);
    assertThat(pauses).hasSize(1);
  }

  @Test
  void a_wait_that_ends_early_is_gone_on_with() {
    var shortWaits =
        new RefusalPace(
            thread,
            now::get,
            nanos -> {
              pauses.add(Duration.ofNanos(nanos));
              now.addAndGet(nanos / 2 + 1);
            });

    onThread(shortWaits::refused, shortWaits::refused);

    assertThat(pauses).startsWith(RefusalPace.PAUSE, RefusalPace.PAUSE.dividedBy(2).minusNanos(1));
  }

  @Test
  void other_threads_are_not_paused() {
    refuse();
    refuse();
    onThread();

    assertThat(pauses).isEmpty();
  }

  private void refuse() {
    pace.refused();
  }

  /** All of them in one round. */
  private void onThread(Runnable... actions) {
    var _ = thread.submit(() -> List.of(actions).forEach(Runnable::run)).syncUninterruptibly();
    var _ = thread.submit(() -> {}).syncUninterruptibly();
  }
}
