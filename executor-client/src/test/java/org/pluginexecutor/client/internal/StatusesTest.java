// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pluginexecutor.client.AccessException;
import org.pluginexecutor.client.Answers;
import org.pluginexecutor.client.CallCancelledException;
import org.pluginexecutor.client.ConflictException;
import org.pluginexecutor.client.DeadlineException;
import org.pluginexecutor.client.ExecutorClientException;
import org.pluginexecutor.client.ExecutorInternalException;
import org.pluginexecutor.client.FieldViolation;
import org.pluginexecutor.client.InvalidRequestException;
import org.pluginexecutor.client.NotFoundException;
import org.pluginexecutor.client.OverloadedException;
import org.pluginexecutor.client.PreconditionException;
import org.pluginexecutor.client.UnavailableException;
import org.pluginexecutor.client.UnsupportedException;

class StatusesTest {
  private static StatusException checked(StatusRuntimeException e) {
    return new StatusException(e.getStatus(), e.getTrailers());
  }

  static Stream<Map.Entry<Code, Class<?>>> table() {
    return Stream.of(
        Map.entry(Code.INVALID_ARGUMENT, InvalidRequestException.class),
        Map.entry(Code.NOT_FOUND, NotFoundException.class),
        Map.entry(Code.ALREADY_EXISTS, ConflictException.class),
        Map.entry(Code.ABORTED, ConflictException.class),
        Map.entry(Code.FAILED_PRECONDITION, PreconditionException.class),
        Map.entry(Code.UNAUTHENTICATED, AccessException.class),
        Map.entry(Code.PERMISSION_DENIED, AccessException.class),
        Map.entry(Code.RESOURCE_EXHAUSTED, OverloadedException.class),
        Map.entry(Code.UNAVAILABLE, UnavailableException.class),
        Map.entry(Code.DEADLINE_EXCEEDED, DeadlineException.class),
        Map.entry(Code.CANCELLED, CallCancelledException.class),
        Map.entry(Code.INTERNAL, ExecutorInternalException.class),
        Map.entry(Code.UNKNOWN, ExecutorInternalException.class),
        Map.entry(Code.DATA_LOSS, ExecutorInternalException.class),
        Map.entry(Code.OUT_OF_RANGE, ExecutorInternalException.class),
        Map.entry(Code.UNIMPLEMENTED, UnsupportedException.class));
  }

  @ParameterizedTest
  @MethodSource("table")
  void maps_each_code_to_its_exception(Map.Entry<Code, Class<?>> row) {
    assertThat(Statuses.toException(checked(Answers.failure(row.getKey())), true))
        .isExactlyInstanceOf(row.getValue());
  }

  @Test
  void reads_reason_delay_and_hook_state() {
    var failure =
        (ExecutorClientException)
            Statuses.toException(
                checked(Answers.notStarted(Code.RESOURCE_EXHAUSTED, "QUEUE_FULL", 2)), true);

    assertThat(failure.reason()).isEqualTo("QUEUE_FULL");
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(2));
    assertThat(failure.hookMayHaveRun()).isFalse();
    assertThat(failure).hasMessageContaining("for people");
  }

  @Test
  void reads_the_violations() {
    var failure =
        (InvalidRequestException)
            Statuses.toException(
                checked(
                    Answers.failure(
                        Code.INVALID_ARGUMENT, Answers.badRequest("session_id", "empty"))),
                true);

    assertThat(failure.violations()).containsExactly(new FieldViolation("session_id", "empty"));
  }

  @Test
  void assumes_that_the_hook_ran_unless_told_otherwise() {
    assertThat(mayHaveRun(Answers.failure(Code.UNAVAILABLE), true)).isTrue();
    assertThat(mayHaveRun(Answers.started(Code.UNAVAILABLE, "X"), true)).isTrue();
    assertThat(mayHaveRun(Answers.failure(Code.UNAVAILABLE), false)).isFalse();
  }

  @Test
  void believes_no_details_of_another_status() {
    Metadata trailers = Answers.notStarted(Code.UNAVAILABLE, "DRAINING", 1).getTrailers();
    var mixed = new StatusRuntimeException(Status.INTERNAL, trailers);

    assertThat(mayHaveRun(mixed, true)).isTrue();
  }

  private static boolean mayHaveRun(StatusRuntimeException e, boolean ofHook) {
    return ((ExecutorClientException) Statuses.toException(checked(e), ofHook)).hookMayHaveRun();
  }
}
