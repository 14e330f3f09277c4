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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pluginexecutor.server.config.InvocationConfig;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorError.QueueFull;
import org.pluginexecutor.server.error.ExecutorError.QuotaExceeded;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.plugin.PluginRef;

/** Who gets a slot, who waits, and who is refused. */
@Timeout(20)
class AdmissionTest {
  private static final Duration LONG = Duration.ofSeconds(15);
  private static final Target SLOW = new Target.Instance("slow");
  private static final Target OTHER = new Target.Instance("other");

  private final AtomicLong nanos = new AtomicLong();
  private final LinkedBlockingQueue<Running> started = new LinkedBlockingQueue<>();
  private final List<Thread> callers = new ArrayList<>();
  private final List<Running> all = new CopyOnWriteArrayList<>();
  private volatile boolean ending;

  /** A work that has a slot. */
  private record Running(Target target, CountDownLatch end) {
    void letGo() {
      end.countDown();
    }
  }

  @AfterEach
  void endAll() throws InterruptedException {
    ending = true;
    all.forEach(Running::letGo);
    for (var caller : callers) {
      caller.join();
    }
  }

  private Admission admission(int slots, int instanceSlots, int queueLength) {
    return admission(
        InvocationConfig.defaults()
            .withSlots(slots, queueLength, LONG)
            .withInstanceSlots(instanceSlots));
  }

  private Admission admission(InvocationConfig config) {
    return new Admission(config, nanos::get, () -> 0.5);
  }

  /** Begins a work that runs until it is let go. */
  private Future<Target> begin(Admission admission, Target target, InvocationContext context) {
    var task = new FutureTask<Target>(() -> admission.admit(target, context, () -> run(target)));
    callers.add(Thread.ofPlatform().start(task));
    return task;
  }

  private Target run(Target target) {
    var running = new Running(target, new CountDownLatch(1));
    all.add(running);
    if (ending) {
      running.letGo();
    }
    started.add(running);
    try {
      running.end().await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return target;
  }

  private Running beginAndRun(Admission admission, Target target) throws InterruptedException {
    var _ = begin(admission, target, Invocations.context());
    return started.take();
  }

  private Future<Target> beginAndWait(Admission admission, Target target) {
    return beginAndWait(admission, target, Invocations.context());
  }

  private Future<Target> beginAndWait(
      Admission admission, Target target, InvocationContext context) {
    int before = admission.queueDepth();
    var waiting = begin(admission, target, context);
    while (admission.queueDepth() == before) {
      Thread.onSpinWait();
    }
    return waiting;
  }

  private static ExecutorError refusal(
      Admission admission, Target target, InvocationContext context) {
    var refused = new ArrayList<ExecutorError>();
    assertThatThrownBy(() -> admission.admit(target, context, () -> "ran"))
        .isInstanceOfSatisfying(ExecutorException.class, e -> refused.add(e.error()));
    return refused.getFirst();
  }

  private static ExecutorError refusal(Admission admission, Target target) {
    return refusal(admission, target, Invocations.context());
  }

  @Test
  void a_slow_instance_leaves_slots_to_the_others() throws Exception {
    var admission = admission(4, 3, 10);
    for (int i = 0; i < 3; i++) {
      beginAndRun(admission, SLOW);
    }
    var _ = beginAndWait(admission, SLOW);

    assertThat(admission.admit(OTHER, Invocations.context(), () -> "ran")).isEqualTo("ran");
    assertThat(admission.slotsInUse()).isEqualTo(3);
    assertThat(admission.queueDepth()).isEqualTo(1);
  }

  @Test
  void a_slow_instance_has_half_of_the_queue() throws Exception {
    var admission = admission(2, 1, 4);
    beginAndRun(admission, SLOW);
    var _ = beginAndWait(admission, SLOW);
    var _ = beginAndWait(admission, SLOW);

    assertThat(refusal(admission, SLOW))
        .isEqualTo(
            new QuotaExceeded("instance slow", "2 calls of it wait", Duration.ofMillis(500)));
    beginAndRun(admission, OTHER);
    var _ = beginAndWait(admission, OTHER);
    assertThat(admission.queueDepth()).isEqualTo(3);
  }

  @Test
  void who_has_the_fewest_slots_is_next() throws Exception {
    var admission = admission(3, 3, 10);
    var first = beginAndRun(admission, SLOW);
    beginAndRun(admission, SLOW);
    var third = beginAndRun(admission, SLOW);
    var _ = beginAndWait(admission, SLOW);
    var _ = beginAndWait(admission, OTHER);

    first.letGo();
    assertThat(started.take().target()).isEqualTo(OTHER);
    third.letGo();
    assertThat(started.take().target()).isEqualTo(SLOW);
  }

  @Test
  void calls_of_one_instance_are_served_in_order() throws Exception {
    var admission = admission(1, 1, 10);
    var first = beginAndRun(admission, SLOW);
    var second = beginAndWait(admission, SLOW);
    var third = beginAndWait(admission, SLOW);

    first.letGo();
    started.take().letGo();
    assertThat(second.get()).isEqualTo(SLOW);
    assertThat(third).isNotDone();
  }

  @Test
  void the_calls_of_a_plugin_with_configurations_of_their_own_share() throws Exception {
    var admission = admission(3, 1, 0);
    var plugin = new PluginRef(Optional.empty(), "p", Optional.empty());
    beginAndRun(admission, new Target.Configured(plugin, "a"));

    assertThat(refusal(admission, new Target.Configured(plugin, "b")))
        .isInstanceOf(QueueFull.class);
    assertThat(admission.admit(new Target.Instance("p"), Invocations.context(), () -> "ran"))
        .isEqualTo("ran");
  }

  /** Leaves one call running and so many waiting, after turns of 10 ms each. */
  private Running served(Admission admission, int waiting) throws InterruptedException {
    var running = beginAndRun(admission, SLOW);
    for (int i = 0; i < waiting + 8; i++) {
      var _ = beginAndWait(admission, SLOW);
    }
    for (int i = 0; i < 8; i++) {
      nanos.addAndGet(10_000_000);
      running.letGo();
      running = started.take();
    }
    nanos.addAndGet(10_000_000);
    return running;
  }

  @Test
  void refuses_at_once_whose_deadline_would_pass_in_the_queue() throws Exception {
    var admission = admission(1, 1, 100);
    served(admission, 10);
    long now = nanos.get();

    assertThat(refusal(admission, SLOW, Invocations.context(OptionalLong.of(now + 100_000_000))))
        .isEqualTo(
            new QueueFull("no slot would become free before the deadline", Duration.ofMillis(100)));
    var _ =
        beginAndWait(admission, SLOW, Invocations.context(OptionalLong.of(now + LONG.toNanos())));
  }

  @Test
  void asks_to_come_again_when_the_queue_of_now_will_have_been_served() throws Exception {
    var admission = admission(1, 1, 60);
    served(admission, 22);
    for (int i = 0; i < 8; i++) {
      var _ = beginAndWait(admission, SLOW);
    }

    assertThat(refusal(admission, SLOW))
        .isEqualTo(
            new QuotaExceeded("instance slow", "30 calls of it wait", Duration.ofMillis(300)));
  }

  @Test
  void refuses_at_once_who_would_wait_longer_than_the_queue_allows() throws Exception {
    var admission =
        admission(InvocationConfig.defaults().withSlots(1, 100, LONG).withInstanceSlots(1));
    served(admission, 1);
    nanos.addAndGet(LONG.toNanos() * 8);

    assertThat(refusal(admission, SLOW)).isInstanceOf(QueueFull.class);
  }

  @Test
  void those_who_are_refused_come_back_at_different_times() throws Exception {
    var config = InvocationConfig.defaults().withSlots(1, 0, LONG);
    var jitter = List.of(0.0, 1.0).iterator();
    var admission = new Admission(config, nanos::get, jitter::next);
    beginAndRun(admission, SLOW);

    assertThat(List.of(refusal(admission, OTHER), refusal(admission, OTHER)))
        .containsExactly(
            new QueueFull("the queue is full", Duration.ofMillis(250)),
            new QueueFull("the queue is full", Duration.ofMillis(750)));
  }

  @Test
  void a_cancelled_call_leaves_the_queue_at_once() throws Exception {
    var admission = admission(1, 1, 1);
    beginAndRun(admission, SLOW);
    var context = Invocations.context();
    var waiting = beginAndWait(admission, SLOW, context);

    context.cancellation().cancel();

    assertThatThrownBy(waiting::get)
        .cause()
        .isInstanceOfSatisfying(
            ExecutorException.class,
            e -> assertThat(e.error()).isEqualTo(new ExecutorError.Cancelled(false)));
    assertThat(admission.queueDepth()).isZero();
  }

  @Test
  void looks_for_room_without_taking_any() throws Exception {
    var admission = admission(1, 1, 0);
    admission.requireRoom("instance slow", Invocations.context());
    assertThat(admission.slotsInUse()).isZero();
    beginAndRun(admission, SLOW);

    assertThatThrownBy(() -> admission.requireRoom("instance slow", Invocations.context()))
        .isInstanceOfSatisfying(
            ExecutorException.class,
            e -> {
              assertThat(e.error()).isInstanceOf(QueueFull.class);
              assertThat(e.getStackTrace()).isEmpty();
            });
  }
}
