// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pluginexecutor.client.AccessException;
import org.pluginexecutor.client.ConflictException;
import org.pluginexecutor.client.DeadlineException;
import org.pluginexecutor.client.ExecutorClientException;
import org.pluginexecutor.client.ExecutorInternalException;
import org.pluginexecutor.client.FailureDetails;
import org.pluginexecutor.client.InvalidRequestException;
import org.pluginexecutor.client.NotFoundException;
import org.pluginexecutor.client.OverloadedException;
import org.pluginexecutor.client.PreconditionException;
import org.pluginexecutor.client.UnavailableException;
import org.pluginexecutor.client.UnsupportedException;

class FailuresTest {
  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new AccessException(details("X"), null), ExitCode.REFUSED),
        Arguments.of(new ConflictException(details("X"), null), ExitCode.DATA),
        Arguments.of(
            new DeadlineException(details("DEADLINE_BEFORE_START"), null), ExitCode.OVERLOADED),
        Arguments.of(new DeadlineException(details(""), null), ExitCode.UNAVAILABLE),
        Arguments.of(new ExecutorInternalException(details("X"), null), ExitCode.INTERNAL),
        Arguments.of(new InvalidRequestException(details("X"), List.of(), null), ExitCode.DATA),
        Arguments.of(new NotFoundException(details("X"), null), ExitCode.MISSING),
        Arguments.of(new OverloadedException(details("QUEUE_FULL"), null), ExitCode.OVERLOADED),
        Arguments.of(new OverloadedException(details("STORE_FULL"), null), ExitCode.OVERLOADED),
        Arguments.of(
            new PreconditionException(details("RUNTIME_NOT_AVAILABLE"), null),
            ExitCode.UNAVAILABLE),
        Arguments.of(new PreconditionException(details("PLUGIN_IN_USE"), null), ExitCode.REFUSED),
        Arguments.of(new UnavailableException(details("DRAINING"), null), ExitCode.UNAVAILABLE),
        Arguments.of(new UnsupportedException(details(""), null), ExitCode.UNAVAILABLE));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void each_failure_has_its_exit_code(ExecutorClientException failure, ExitCode expected) {
    var result = Failures.of(failure, "host:1");

    assertThat(result.exitCode()).isEqualTo(expected);
    assertThat(result.getMessage()).contains("subject: value");
  }

  @Test
  void a_hook_that_may_have_run_is_pointed_out() {
    var lost =
        new UnavailableException(
            new FailureDetails("UNAVAILABLE: connection reset", "", Optional.empty(), true), null);

    assertThat(Failures.of(lost, "host:1"))
        .hasMessage(
            "the call to host:1 failed: connection reset; the hook may have run, so think before"
                + " you repeat the call");
  }

  @Test
  void nobody_listening_is_told_from_a_lost_connection() {
    var refused =
        new UnavailableException(
            new FailureDetails("UNAVAILABLE: io exception", "", Optional.empty(), true),
            new RuntimeException(new ConnectException("Connection refused: /192.0.2.1:1")));

    assertThat(Failures.of(refused, "host:1"))
        .hasMessage("no server answers at host:1; start one with: plugin-executor serve");
  }

  private static FailureDetails details(@Nullable String reason) {
    return new FailureDetails(
        "SOME_CODE: subject: value", String.valueOf(reason), Optional.empty(), false);
  }
}
