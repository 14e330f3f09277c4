// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectorHeadersTest {
  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void makeFile() {
    file = directory.resolve("headers");
  }

  private CollectorHeaders open() throws IOException {
    return CollectorHeaders.open(Optional.of(file));
  }

  @Test
  void are_those_of_the_file() throws IOException {
    Files.writeString(file, "# for the collector\nAuthorization: Bearer a b:c\n\nX-Tenant:t \n");

    assertThat(open().current())
        .isEqualTo(Map.of("Authorization", "Bearer a b:c", "X-Tenant", "t"));
  }

  @Test
  void are_none_without_a_file() throws IOException {
    assertThat(CollectorHeaders.open(Optional.empty()).current()).isEmpty();
  }

  @Test
  void are_read_anew_and_kept_while_the_file_cannot_be_read() throws IOException {
    Files.writeString(file, "a: 1\n");
    var headers = open();
    Files.writeString(file, "a: 2\n");
    assertThat(headers.current()).isEqualTo(Map.of("a", "2"));

    Files.delete(file);

    assertThat(headers.current()).isEqualTo(Map.of("a", "2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hunter2", "a b: hunter2", ": hunter2", "a:", "a: hunter2\u0007"})
  void a_line_that_is_no_header_is_refused_and_not_shown(String line) throws IOException {
    Files.writeString(file, "ok: 1\n" + line + "\n");

    assertThatThrownBy(this::open)
        .hasMessage("telemetry.otlp-headers-file: line 2 (expected: Name: value)");
  }

  @Test
  void a_file_that_is_not_there_is_refused() {
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("telemetry.otlp-headers-file: " + file);
  }
}
