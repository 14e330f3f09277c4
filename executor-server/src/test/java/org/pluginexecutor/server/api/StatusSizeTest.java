// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.protobuf.StatusProto;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.server.error.ExecutorError.InvalidPluginPackage;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.error.FieldViolation;

class StatusSizeTest {
  /** What clients take of headers by default. */
  private static final int HEADER_LIMIT_BYTES = 8 << 10;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 1_000})
  void shows_no_more_violations_than_the_headers_of_a_response_may_hold(int length) {
    var violations =
        IntStream.range(0, 10_000)
            .mapToObj(i -> new FieldViolation("f-" + i, "x".repeat(length)))
            .toList();

    var exception =
        StatusMapper.toException(new ExecutorException(new InvalidPluginPackage(violations)));

    var message = Objects.requireNonNull(exception.getStatus().getDescription());
    var details = Objects.requireNonNull(StatusProto.fromThrowable(exception));
    assertThat(message)
        .startsWith("invalid plugin package: f-0: ")
        .containsPattern("and 9,?\\d\\d\\d more violations$");
    assertThat(message.length() + details.getSerializedSize() * 4 / 3)
        .isLessThan(HEADER_LIMIT_BYTES);
  }
}
