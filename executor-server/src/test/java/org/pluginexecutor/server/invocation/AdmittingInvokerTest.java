// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pluginexecutor.server.config.InvocationConfig;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;

@Timeout(20)
class AdmittingInvokerTest {
  private static final Duration LONG = Duration.ofSeconds(15);
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Invocation INVOCATION =
      Invocations.of(new Target.Instance("x"), "authenticate");
  private static final InvocationResult RESULT =
      Invocations.result(
          new Outcome.Returned(
              org.pluginexecutor.server.value.PluginValue.Null.INSTANCE, Optional.empty()));

  private final BlockingInvoker delegate = new BlockingInvoker();
  private final List<Thread> callers = new ArrayList<>();

  /** Holds every invocation until it is let go. */
  private static final class BlockingInvoker implements Invoker {
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final LinkedBlockingQueue<Invocation> started = new LinkedBlockingQueue<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();

    @Override
    public InvocationResult invoke(Invocation invocation, InvocationContext context) {
      mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
      started.add(invocation);
      try {
        letGo.await();
        return RESULT;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } finally {
        running.decrementAndGet();
      }
    }
  }

  @AfterEach
  void letGo() throws InterruptedException {
    delegate.letGo.countDown();
    for (var caller : callers) {
      caller.join();
    }
  }

  private AdmittingInvoker admitting(int slots, int queueLength, Duration queueTimeout) {
    return admitting(delegate, slots, queueLength, queueTimeout);
  }

  private static AdmittingInvoker admitting(
      Invoker delegate, int slots, int queueLength, Duration queueTimeout) {
    var config =
        InvocationConfig.defaults()
            .withSlots(slots, queueLength, queueTimeout)
            .withInstanceSlots(slots);
    return new AdmittingInvoker(delegate, new Admission(config, () -> 1_000, () -> 0.5));
  }

  private Future<InvocationResult> begin(AdmittingInvoker invoker, InvocationContext context) {
    var task = new FutureTask<>(() -> invoker.invoke(INVOCATION, context));
    callers.add(Thread.ofPlatform().start(task));
    return task;
  }

  private Future<InvocationResult> begin(AdmittingInvoker invoker) {
    return begin(invoker, Invocations.context());
  }

  /** Waits until the last caller that began waits for a slot. */
  private void awaitQueued() {
    var caller = callers.getLast();
    while (caller.getState() != Thread.State.TIMED_WAITING) {
      assertThat(caller.isAlive()).isTrue();
      Thread.onSpinWait();
    }
  }

  private static void assertRefused(
      AdmittingInvoker invoker, InvocationContext context, ExecutorError error) {
    assertThatThrownBy(() -> invoker.invoke(INVOCATION, context))
        .isInstanceOfSatisfying(
            ExecutorException.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  private static ExecutorError.QueueFull queueFull(String why) {
    return new ExecutorError.QueueFull(why, Duration.ofMillis(500));
  }

  @Test
  void runs_no_more_at_once_than_there_are_slots() throws Exception {
    // Half of the queue is for one instance.
    var invoker = admitting(2, 12, LONG);
    var calls = new ArrayList<Future<InvocationResult>>();
    for (int i = 0; i < 8; i++) {
      calls.add(begin(invoker));
    }
    delegate.started.take();
    delegate.started.take();

    delegate.letGo.countDown();

    for (var call : calls) {
      assertThat(call.get()).isSameAs(RESULT);
    }
    assertThat(delegate.mostRunning).hasValueBetween(1, 2);
  }

  @Test
  void lets_a_call_wait_for_the_slot_of_another() throws Exception {
    var invoker = admitting(1, 1, LONG);
    var _ = begin(invoker);
    delegate.started.take();
    var second = begin(invoker);
    awaitQueued();
    assertThat(delegate.started).isEmpty();

    delegate.letGo.countDown();

    assertThat(second.get()).isSameAs(RESULT);
  }

  @Test
  void refuses_at_once_when_the_queue_is_full() throws Exception {
    var invoker = admitting(1, 1, LONG);
    var _ = begin(invoker);
    delegate.started.take();
    var _ = begin(invoker);
    awaitQueued();

    assertRefused(invoker, Invocations.context(), queueFull("the queue is full"));
    assertRefused(invoker, Invocations.context(), queueFull("the queue is full"));
  }

  @Test
  void queues_nobody_when_the_queue_has_no_place() throws Exception {
    var invoker = admitting(1, 0, LONG);
    var _ = begin(invoker);
    delegate.started.take();

    assertRefused(invoker, Invocations.context(), queueFull("the queue is full"));
  }

  @Test
  void refuses_when_no_slot_becomes_free_in_time_and_gives_the_place_in_the_queue_back()
      throws Exception {
    var invoker = admitting(1, 1, SHORT);
    var _ = begin(invoker);
    delegate.started.take();

    for (int i = 0; i < 3; i++) {
      assertRefused(invoker, Invocations.context(), queueFull("no slot became free in time"));
    }
  }

  @Test
  void says_so_when_the_deadline_passes_in_the_queue() throws Exception {
    var invoker = admitting(1, 1, LONG);
    var _ = begin(invoker);
    delegate.started.take();
    var soon = OptionalLong.of(1_000 + SHORT.toNanos());

    assertRefused(invoker, Invocations.context(soon), new ExecutorError.DeadlineBeforeStart());
    assertRefused(
        invoker,
        Invocations.context(OptionalLong.of(999)),
        new ExecutorError.DeadlineBeforeStart());
  }

  @Test
  void refuses_everything_once_it_drains_while_running_calls_go_on() throws Exception {
    var invoker = admitting(2, 2, LONG);
    var running = begin(invoker);
    delegate.started.take();

    invoker.admission().drain();

    assertRefused(
        invoker, Invocations.context(), new ExecutorError.Draining(Duration.ofSeconds(1)));
    delegate.letGo.countDown();
    assertThat(running.get()).isSameAs(RESULT);
  }

  @Test
  void does_not_start_a_call_that_was_cancelled_while_it_waited() throws Exception {
    var invoker = admitting(1, 1, LONG);
    var _ = begin(invoker);
    delegate.started.take();
    var context = Invocations.context();
    var waiting = begin(invoker, context);
    awaitQueued();

    context.cancellation().cancel();
    delegate.letGo.countDown();

    assertThatThrownBy(waiting::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            ExecutorException.class,
            e -> assertThat(e.error()).isEqualTo(new ExecutorError.Cancelled(false)));
    assertThat(delegate.started).isEmpty();
  }

  @Test
  void takes_an_interrupt_in_the_queue_for_a_cancel() throws Exception {
    var invoker = admitting(1, 1, LONG);
    var _ = begin(invoker);
    delegate.started.take();
    var interrupted = new AtomicBoolean();
    var error = new CompletableFuture<ExecutorError>();
    callers.add(
        Thread.ofPlatform()
            .start(() -> {
              try {
                invoker.invoke(INVOCATION, Invocations.context());
              } catch (ExecutorException e) {
                interrupted.set(Thread.currentThread().isInterrupted());
                error.complete(e.error());
              }
            }));
    awaitQueued();

    callers.getLast().interrupt();

    assertThat(error.get()).isEqualTo(new ExecutorError.Cancelled(false));
    assertThat(interrupted).isTrue();
  }

  @Test
  void gives_the_slot_back_whatever_becomes_of_the_call() {
    var failures =
        List.of(
            new IllegalStateException("bug"),
            new ExecutorException(new ExecutorError.Cancelled(true)),
            new StackOverflowError());
    var next = failures.iterator();
    var invoker =
        admitting(
            (_, _) -> {
              switch (next.next()) {
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new AssertionError();
              }
            },
            1,
            0,
            SHORT);

    for (var failure : failures) {
      assertThatThrownBy(() -> invoker.invoke(INVOCATION, Invocations.context())).isSameAs(failure);
    }
  }
}
