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
    failures.add(Answers.failure(Code.UNAVAILABLE));
    failures.add(Answers.failure(Code.RESOURCE_EXHAUSTED));
    failures.add(Answers.failure(Code.UNAVAILABLE, Answers.info("DRAINING", "")));
    failures.add(
        Answers.failure(
            Code.UNAVAILABLE,
            Answers.info("DRAINING", "NOT_STARTED").toBuilder().setDomain("proxy").build()));
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
