// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pluginexecutor.server.config.AnswerLimits;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.value.PluginValue;

@Timeout(20)
class IdempotentInvokerTest {
  private static final Duration TIME = Duration.ofMinutes(1);
  private static final InvocationResult RESULT = result("answer");

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger runs = new AtomicInteger();
  private final List<Runnable> delayed = new ArrayList<>();
  private final KeptAnswers answers = answers(new AnswerLimits(100, 1 << 20, TIME));

  private KeptAnswers answers(AnswerLimits limits) {
    return new KeptAnswers(limits, nanos::get, (_, task) -> delayed.add(task));
  }

  private static InvocationResult result(String text) {
    return Invocations.result(new Outcome.Returned(new PluginValue.Text(text), Optional.empty()));
  }

  private static Invocation call(String caller, String id, String digest, boolean repeatOnly) {
    var plain = Invocations.of(new Target.Instance("x"), "authenticate");
    return new Invocation(
        plain.id(),
        plain.target(),
        plain.hook(),
        plain.sessionId(),
        plain.arguments(),
        plain.cookie(),
        plain.sessionCookie(),
        plain.timeLimit(),
        false,
        Optional.of(new IdentifiedRequest(new RequestId(caller, id), digest, repeatOnly)));
  }

  private static Invocation call(String id) {
    return call("gateway", id, "d", false);
  }

  private IdempotentInvoker counting(Invoker delegate) {
    return new IdempotentInvoker(
        (invocation, context) -> {
          runs.incrementAndGet();
          return delegate.invoke(invocation, context);
        },
        answers);
  }

  private static InvocationResult send(Invoker invoker, Invocation invocation) {
    return invoker.invoke(invocation, Invocations.context());
  }

  private static void assertError(Runnable sending, ExecutorError error) {
    assertThatThrownBy(sending::run)
        .isInstanceOfSatisfying(
            ExecutorException.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  @Nested
  class After_the_call {
    @Test
    void a_repetition_gets_the_same_answer() {
      var invoker = counting((_, _) -> RESULT);

      assertThat(send(invoker, call("r-1"))).isSameAs(RESULT);
      assertThat(send(invoker, call("r-1"))).isSameAs(RESULT);

      assertThat(runs).hasValue(1);
      assertThat(answers.repeated()).isEqualTo(1);
    }

    @Test
    void other_ids_other_callers_and_calls_without_an_id_are_others() {
      var invoker = counting((_, _) -> RESULT);

      send(invoker, call("r-1"));
      send(invoker, call("r-2"));
      send(invoker, call("other gateway", "r-1", "other", false));
      send(invoker, Invocations.of(new Target.Instance("x"), "authenticate"));
      send(invoker, Invocations.of(new Target.Instance("x"), "authenticate"));

      assertThat(runs).hasValue(5);
    }

    @Test
    void the_id_of_another_request_is_refused() {
      var invoker = counting((_, _) -> RESULT);
      send(invoker, call("r-1"));

      assertError(
          () -> send(invoker, call("gateway", "r-1", "another", false)),
          new ExecutorError.RequestIdReused("r-1"));
      assertThat(runs).hasValue(1);
    }

    @Test
    void what_became_of_a_hook_that_may_have_run_is_kept() {
      var invoker =
          counting((_, _) -> {
            throw new ExecutorException(new ExecutorError.Cancelled(true));
          });

      for (int i = 0; i < 3; i++) {
        assertError(() -> send(invoker, call("r-1")), new ExecutorError.Cancelled(true));
      }
      assertThat(runs).hasValue(1);
    }

    @Test
    void a_fault_of_the_server_is_kept() {
      var fault = new IllegalStateException("bug");
      var invoker =
          counting((_, _) -> {
            throw fault;
          });

      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> send(invoker, call("r-1"))).isSameAs(fault);
      }
      assertThat(runs).hasValue(1);
    }

    @Test
    void a_refusal_before_the_hook_is_not_kept() {
      var full = new ExecutorError.QueueFull("full", Duration.ZERO);
      var invoker =
          counting((_, _) -> {
            if (runs.get() == 1) {
              throw new ExecutorException(full);
            }
            return RESULT;
          });

      assertError(() -> send(invoker, call("r-1")), full);
      assertThat(send(invoker, call("r-1"))).isSameAs(RESULT);
    }

    @Test
    void a_repetition_that_must_not_run_does_not() {
      var invoker = counting((_, _) -> RESULT);

      assertError(
          () -> send(invoker, call("gateway", "r-1", "d", true)),
          new ExecutorError.RequestNotKnown("r-1"));
      assertThat(runs).hasValue(0);
      send(invoker, call("r-1"));
      assertThat(send(invoker, call("gateway", "r-1", "d", true))).isSameAs(RESULT);
    }

    @Test
    void a_repetition_gets_the_lines_too() {
      var line = new LogLine(LogLine.Source.STDOUT, 1, "s-1: line", Instant.EPOCH);
      var withLine =
          new InvocationResult(
              RESULT.invocationId(),
              RESULT.outcome(),
              RESULT.logLabel(),
              RESULT.cookie(),
              RESULT.sessionCookie(),
              List.of(line),
              RESULT.stdout(),
              RESULT.stderr(),
              RESULT.cost(),
              RESULT.execution(),
              RESULT.walls());
      var invoker = counting((_, _) -> withLine);
      send(invoker, call("r-1"));
      var seen = new ArrayList<LogLine>();

      invoker.invoke(
          call("r-1"),
          new InvocationContext(0, OptionalLong.empty(), new Cancellation(), seen::add));

      assertThat(seen).containsExactly(line);
    }
  }

  @Nested
  class Limits {
    @Test
    void an_answer_is_forgotten_after_its_time() {
      var invoker = counting((_, _) -> RESULT);
      send(invoker, call("r-1"));
      nanos.addAndGet(TIME.toNanos() - 1);
      send(invoker, call("r-1"));
      assertThat(runs).hasValue(1);

      nanos.addAndGet(1);

      assertThat(answers.knows(new RequestId("gateway", "r-1"))).isFalse();
      send(invoker, call("r-1"));
      assertThat(runs).hasValue(2);
    }

    @Test
    void an_answer_that_is_too_large_is_not_kept_and_not_run_again() {
      var invoker =
          new IdempotentInvoker(
              (_, _) -> result("x".repeat(10_000)), answers(new AnswerLimits(10, 30_000, TIME)));
      send(invoker, call("r-1"));
      send(invoker, call("r-1"));

      send(invoker, call("r-2"));

      assertError(() -> send(invoker, call("r-1")), new ExecutorError.AnswerNotKept("r-1"));
      send(invoker, call("r-2"));
    }

    @Test
    void beyond_their_number_the_oldest_are_forgotten() {
      var few = answers(new AnswerLimits(2, 1 << 20, TIME));
      var invoker = new IdempotentInvoker((_, _) -> RESULT, few);
      for (var id : List.of("r-1", "r-2", "r-3")) {
        send(invoker, call(id));
      }

      assertThat(List.of("r-1", "r-2", "r-3"))
          .filteredOn(id -> few.knows(new RequestId("gateway", id)))
          .containsExactly("r-2", "r-3");
    }

    @Test
    void a_closed_one_keeps_nothing() {
      send(counting((_, _) -> RESULT), call("r-1"));

      answers.close();

      assertThat(answers.knows(new RequestId("gateway", "r-1"))).isFalse();
    }
  }

  @Nested
  class While_the_call_runs {
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final LinkedBlockingQueue<InvocationContext> started = new LinkedBlockingQueue<>();
    private final IdempotentInvoker invoker =
        counting((_, context) -> {
          started.add(context);
          context.cancellation().onCancel(letGo::countDown);
          try {
            letGo.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          if (context.cancellation().isCancelled()) {
            throw new ExecutorException(new ExecutorError.Cancelled(true));
          }
          return RESULT;
        });

    private final InvocationContext first = Invocations.context();
    private final InvocationContext second = Invocations.context();

    private Future<InvocationResult> begin(InvocationContext context) {
      var task = new FutureTask<>(() -> invoker.invoke(call("r-1"), context));
      Thread.ofVirtual().start(task);
      return task;
    }

    private Future<InvocationResult> beginSecond() {
      var call = begin(second);
      while (answers.repeated() == 0) {
        Thread.onSpinWait();
      }
      return call;
    }

    @Test
    void a_repetition_joins_it() throws Exception {
      var one = begin(first);
      started.take();
      var other = beginSecond();

      letGo.countDown();

      assertThat(one.get()).isSameAs(RESULT);
      assertThat(other.get()).isSameAs(RESULT);
      assertThat(runs).hasValue(1);
    }

    @Test
    void another_request_with_its_id_is_refused() throws Exception {
      var one = begin(first);
      started.take();

      assertError(
          () -> send(invoker, call("gateway", "r-1", "another", false)),
          new ExecutorError.RequestIdReused("r-1"));
      letGo.countDown();
      assertThat(one.get()).isSameAs(RESULT);
    }

    @Test
    void a_cancel_of_the_last_caller_ends_it() throws Exception {
      var one = begin(first);
      started.take();

      first.cancellation().cancel();

      assertThatThrownBy(one::get).cause().isInstanceOf(ExecutorException.class);
    }

    @Test
    void a_cancelled_repetition_leaves_it_alone() throws Exception {
      var one = begin(first);
      var context = started.take();
      var other = beginSecond();
      // It may not have joined yet, which makes no difference.
      second.cancellation().cancel();

      assertThatThrownBy(other::get).cause().isInstanceOf(ExecutorException.class);
      assertThat(context.cancellation().isCancelled()).isFalse();
      letGo.countDown();
      assertThat(one.get()).isSameAs(RESULT);
    }

    @Test
    void it_goes_on_for_a_while_when_the_connection_is_lost() throws Exception {
      var _ = begin(first);
      var context = started.take();

      first.cancellation().lose();
      assertThat(context.cancellation().isCancelled()).isFalse();

      delayed.getFirst().run();
      assertThat(context.cancellation().isCancelled()).isTrue();
    }

    @Test
    void who_comes_back_gets_its_answer() throws Exception {
      var _ = begin(first);
      started.take();
      first.cancellation().lose();
      letGo.countDown();

      assertThat(beginSecond().get()).isSameAs(RESULT);
      assertThat(runs).hasValue(1);
    }

    @Test
    void nobody_is_waited_for_once_the_server_drains() throws Exception {
      var _ = begin(first);
      var context = started.take();
      answers.drain();

      first.cancellation().lose();

      assertThat(context.cancellation().isCancelled()).isTrue();
    }
  }
}
