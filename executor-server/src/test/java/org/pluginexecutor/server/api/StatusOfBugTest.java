// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pluginexecutor.server.api.StatusMapperTest.info;
import static org.pluginexecutor.server.api.StatusMapperTest.status;

import com.google.rpc.Code;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pluginexecutor.server.error.ExecutorError;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.telemetry.RecordedLog;

/** What callers are told of faults, and what stays in the log. */
class StatusOfBugTest {
  static Stream<Throwable> bugs() {
    return Stream.of(
        new IllegalStateException("hunter2"),
        new NullPointerException("hunter2"),
        new StackOverflowError("hunter2"),
        new java.io.UncheckedIOException(new IOException("hunter2")));
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void hides_the_text_of_a_bug_behind_an_incident(Throwable bug) {
    var status = status(bug);

    assertThat(Code.forNumber(status.getCode())).isEqualTo(Code.INTERNAL);
    assertThat(status.toString()).doesNotContain("hunter2");
    assertThat(info(status).getReason()).isEqualTo("INTERNAL_ERROR");
    assertThat(info(status).getMetadataMap())
        .containsEntry("hook_state", "STARTED")
        .containsOnlyKeys("hook_state", "incident_id");
    var incident = info(status).getMetadataMap().get("incident_id");
    assertThat(incident).isNotEmpty();
    assertThat(status.getMessage()).isEqualTo("executor: internal error, incident " + incident);
    assertThat(RecordedLog.of(StatusMapper.class.getName(), Objects.requireNonNull(incident)))
        .hasSize(1);
  }

  @Test
  void does_not_show_the_cause_of_an_error() {
    var failure =
        new ExecutorException(
            new ExecutorError.StoreFailed("storing a package"), new IOException("/secret/path"));

    assertThat(status(failure).toString()).doesNotContain("/secret/path");
  }
}
