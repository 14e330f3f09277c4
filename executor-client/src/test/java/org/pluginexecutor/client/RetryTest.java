// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.Code;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pluginexecutor.v1.InvokeHookRequest;

class RetryTest {
  private static final HookCall CALL =
      HookCall.newBuilder(new PluginTarget.Instance("aa"), "authenticate", "s-1").build();

  private final ScriptedServer server = new ScriptedServer();

  @AfterEach
  void close() {
    server.close();
  }

  private static StatusRuntimeException queueFull(int retrySeconds) {
    return Answers.notStarted(Code.RESOURCE_EXHAUSTED, "QUEUE_FULL", retrySeconds);
  }

  @Test
  void repeats_after_the_delay_that_the_server_asks_for() {
    server.hooks.refuse(queueFull(2), Answers.notStarted(Code.UNAVAILABLE, "DRAINING", 3));
    server.hooks.answer(Answers.accept().build());

    server.client.call(CALL);

    assertThat(server.waiter.sleeps())
        .containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(3));
  }

  @Test
  void repeats_what_a_quota_refused() {
    server.hooks.refuse(Answers.notStarted(Code.RESOURCE_EXHAUSTED, "QUOTA_EXCEEDED", 2));
    server.hooks.answer(Answers.accept().build());

    server.client.call(CALL);

    assertThat(server.hooks.requests()).hasSize(2);
  }

  @Test
  void gives_each_call_an_id_and_keeps_it() {
    server.hooks.refuse(queueFull(2));
    server.hooks.answer(Answers.accept().build(), Answers.accept().build());

    server.client.call(CALL);
    server.client.call(CALL);

    var ids = server.hooks.requests().stream().map(InvokeHookRequest::getRequestId).toList();
    assertThat(ids.get(0)).isEqualTo(ids.get(1)).isNotEqualTo(ids.get(2)).hasSize(36);
    assertThat(server.hooks.requests()).noneMatch(InvokeHookRequest::getRepeatOnly);
  }

  @Test
  void takes_the_id_that_the_call_brings() {
    server.hooks.answer(Answers.accept().build());

    server.client.call(
        HookCall.newBuilder(CALL.target(), CALL.hook(), CALL.sessionId()).requestId("r-1").build());

    assertThat(server.hooks.requests().get(0).getRequestId()).isEqualTo("r-1");
  }

  @Test
  void asks_for_the_answer_of_a_lost_call_without_running_it_again() {
    server.hooks.refuse(Answers.failure(Code.UNAVAILABLE));
    server.hooks.answer(Answers.accept().build());

    server.client.call(CALL);

    assertThat(server.hooks.requests())
        .extracting(InvokeHookRequest::getRepeatOnly)
        .containsExactly(false, true);
  }

  @Test
  void passes_no_line_of_a_lost_call_twice() {
    server.hooks.refuse(Answers.failure(Code.UNAVAILABLE));
    server.hooks.answer(Answers.accept().build());
    List<Long> seen = new ArrayList<>();

    server.client.call(CALL, line -> seen.add(line.sequence()));

    assertThat(seen).containsExactly(1L, 2L);
  }

  @Test
  void a_lost_call_that_no_server_knows_may_have_run() {
    server.hooks.refuse(
        Answers.failure(Code.UNAVAILABLE), Answers.started(Code.NOT_FOUND, "REQUEST_NOT_KNOWN"));

    assertThatThrownBy(() -> server.client.call(CALL))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> {
              assertThat(e.hookMayHaveRun()).isTrue();
              assertThat(e.getSuppressed()).hasOnlyElementsOfType(NotFoundException.class);
            });
  }

  @Test
  void a_refusal_of_the_repetition_says_nothing_of_the_lost_call() {
    server.hooks.refuse(Answers.failure(Code.UNAVAILABLE), queueFull(1), queueFull(1));

    assertThatThrownBy(() -> server.client.call(CALL))
        .isInstanceOfSatisfying(
            UnavailableException.class, e -> assertThat(e.hookMayHaveRun()).isTrue());
    assertThat(server.hooks.requests()).hasSize(3);
  }

  @Test
  void repeats_streamed_calls_too() {
    server.hooks.refuse(queueFull(2));
    server.hooks.answer(Answers.accept().build());

    server.client.call(CALL, line -> {});

    assertThat(server.hooks.requests()).hasSize(2);
  }

  @Test
  void gives_up_after_the_last_attempt() {
    server.hooks.refuse(queueFull(1), queueFull(1), queueFull(1), queueFull(1));

    assertThatThrownBy(() -> server.client.call(CALL)).isInstanceOf(OverloadedException.class);
    assertThat(server.hooks.requests()).hasSize(3);
  }

  @Test
  void repeats_once_when_no_worker_could_be_started() {
    var failure = Answers.notStarted(Code.UNAVAILABLE, "WORKER_START_FAILED", 1);
    server.hooks.refuse(failure, failure, failure);

    assertThatThrownBy(() -> server.client.call(CALL)).isInstanceOf(UnavailableException.class);
    assertThat(server.hooks.requests()).hasSize(2);
  }

  @Test
  void does_not_wait_beyond_the_deadline() {
    server.hooks.refuse(queueFull(310));

    assertThatThrownBy(() -> server.client.call(CALL)).isInstanceOf(OverloadedException.class);
    assertThat(server.waiter.sleeps()).isEmpty();
  }

  @Test
  void surfaces_an_interrupt_while_waiting_as_a_cancelled_call() {
    server.hooks.refuse(queueFull(1));
    server.waiter.interruptTheNextSleep();

    assertThatThrownBy(() -> server.client.call(CALL))
        .isInstanceOfSatisfying(
            CallCancelledException.class, e -> assertThat(e.hookMayHaveRun()).isFalse());
    assertThat(Thread.interrupted()).isTrue();
  }

  static Stream<StatusRuntimeException> finalFailures() {
    List<StatusRuntimeException> failures = new ArrayList<>();
    failures.add(Answers.started(Code.RESOURCE_EXHAUSTED, "QUEUE_FULL"));
    failures.add(Answers.started(Code.UNAVAILABLE, "DRAINING"));
    failures.add(Answers.failure(Code.RESOURCE_EXHAUSTED));
    failures.add(Answers.failure(Code.UNAVAILABLE, Answers.info("DRAINING", "")));
    for (String reason :
        List.of("STORE_FAILED", "DEADLINE_BEFORE_START", "INVALID_REQUEST", "CANCELLED", "NEW")) {
      failures.add(Answers.notStarted(Code.UNAVAILABLE, reason, 1));
    }
    return failures.stream();
  }

  @ParameterizedTest
  @MethodSource("finalFailures")
  void never_repeats_anything_else(StatusRuntimeException failure) {
    server.hooks.refuse(failure);

    assertThatThrownBy(() -> server.client.call(CALL)).isInstanceOf(ExecutorClientException.class);
    assertThat(server.hooks.requests()).hasSize(1);
  }
}
