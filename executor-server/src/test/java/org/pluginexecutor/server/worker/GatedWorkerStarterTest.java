// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.StartKind;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.runtime.PythonRuntime;
import org.pluginexecutor.server.shim.ShimRequest;

@Timeout(30)
class GatedWorkerStarterTest {
  private static final Duration AT_ONCE = Duration.ofNanos(1);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final WorkerSetup SETUP =
      new WorkerSetup(
          new PythonRuntime("p", Path.of("p"), "3.11.2"), Path.of("x"), Path.of("y"), Path.of("z"));

  /** Its one thread is kept busy, so that calls come of age only when the test says so. */
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

  private final GatedWorkerStarter starter = new GatedWorkerStarter(new Instant(), 2, timer);

  @BeforeEach
  void keepTheTimerBusy() throws InterruptedException {
    var isBusy = new CountDownLatch(1);
    timer.execute(() -> {
      isBusy.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    });
    isBusy.await();
  }

  @AfterEach
  void close() {
    starter.close();
    assertThat(timer.isShutdown()).isTrue();
  }

  /** Starts workers that do nothing. */
  private static final class Instant implements WorkerStarter {
    @Override
    public Worker start(WorkerSetup setup, Duration timeLimit) {
      return new Idle();
    }

    @Override
    public StartKind startKind() {
      return StartKind.FORK;
    }

    @Override
    public IsolationLevel isolationLevel() {
      return IsolationLevel.FULL;
    }

    @Override
    public void close() {}
  }

  /** A worker that does nothing. */
  private static final class Idle implements Worker {
    @Override
    public StartKind startKind() {
      return StartKind.FORK;
    }

    @Override
    public IsolationLevel isolationLevel() {
      return IsolationLevel.FULL;
    }

    @Override
    public WorkerReport call(ShimRequest request, Duration timeLimit, OutputListener output) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void cancel() {}

    @Override
    public void close() {}
  }

  @Test
  void young_calls_beyond_the_places_wait() {
    try (var first = starter.start(SETUP, LONG);
        var second = starter.start(SETUP, LONG)) {
      assertThat(first.startKind()).isEqualTo(second.startKind());
      assertThatThrownBy(() -> starter.start(SETUP, AT_ONCE)).isInstanceOf(ExecutorException.class);
    }
    starter.start(SETUP, AT_ONCE).close();
  }

  @Test
  void a_call_gives_its_place_back_once() {
    var worker = starter.start(SETUP, LONG);
    worker.close();
    worker.close();

    try (var first = starter.start(SETUP, AT_ONCE);
        var second = starter.start(SETUP, AT_ONCE)) {
      assertThat(first.isolationLevel()).isEqualTo(second.isolationLevel());
      assertThatThrownBy(() -> starter.start(SETUP, AT_ONCE)).isInstanceOf(ExecutorException.class);
    }
  }

  @Test
  void a_call_that_came_of_age_makes_room() {
    try (var first = starter.start(SETUP, LONG);
        var second = starter.start(SETUP, LONG)) {
      assertThat(first).isNotEqualTo(second);
      timer.getQueue().forEach(task -> task.run());

      starter.start(SETUP, AT_ONCE).close();
    }
  }
}
