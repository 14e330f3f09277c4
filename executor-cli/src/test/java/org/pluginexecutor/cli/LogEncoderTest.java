// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogEncoderTest {
  private static final String FORGED = "m\r\n2026-11-22T12:00:00.000Z INFO plugin: s-2: x\u001b[2K";

  private static String line(
      LogEncoder encoder, Map<String, String> fields, String message, @Nullable Throwable failure) {
    var logger = new LoggerContext().getLogger("org.example.Speaker");
    var event =
        new LoggingEvent("", logger, Level.WARN, "said {}", failure, new Object[] {message});
    event.setMDCPropertyMap(fields);
    event.setInstant(Instant.parse("2026-11-22T10:11:12.345678Z"));
    return new String(encoder.encode(event), StandardCharsets.UTF_8);
  }

  @Test
  void a_line_of_text_has_time_level_fields_logger_and_message() {
    var fields = Map.of("hook", "authorize", "session_id", "s 1]\"\\");

    assertThat(line(new TextLogEncoder(), fields, "wörds", null))
        .isEqualTo(
            "2026-11-22T10:11:12.345Z WARN [session_id=\"s 1]\\\"\\\\\" hook=authorize] Speaker:"
                + " said wörds\n");
    assertThat(line(new TextLogEncoder(), Map.of(), "words", null))
        .isEqualTo("2026-11-22T10:11:12.345Z WARN Speaker: said words\n");
  }

  @Test
  void a_line_of_json_is_one_object() {
    var line = line(new JsonLogEncoder(), Map.of("session_id", "s\"1"), "wörds", null);

    assertThat(line)
        .isEqualTo(
            "{\"time\":\"2026-11-22T10:11:12.345Z\",\"level\":\"WARN\",\"logger\":\"Speaker\","
                + "\"session_id\":\"s\\\"1\",\"message\":\"said wörds\"}\n");
  }

  @Test
  void the_text_of_an_exception_is_no_line_of_its_own() {
    var failure = new IOException(FORGED, new IllegalStateException(FORGED));
    failure.addSuppressed(new IOException(FORGED));

    var lines = line(new TextLogEncoder(), Map.of(), FORGED, failure).lines().toList();

    assertThat(lines.getFirst()).startsWith("2026-11-22T10:11:12.345Z WARN Speaker: said m\\u000d");
    assertThat(lines.subList(1, lines.size())).isNotEmpty().allMatch(line -> line.startsWith("\t"));
    assertThat(lines).anyMatch(line -> line.startsWith("\tcaused by: java.lang.IllegalState"));
    assertThat(lines).anyMatch(line -> line.startsWith("\tsuppressed: java.io.IOException: m\\u"));
    assertThat(String.join("", lines)).doesNotContain("\u001b", "\r");
  }

  @Test
  void the_text_of_an_exception_is_one_field_of_the_object() {
    var line = line(new JsonLogEncoder(), Map.of(), FORGED, new IOException(FORGED));

    assertThat(line.lines()).hasSize(1);
    assertThat(JsonReader.readObject("log", line))
        .hasEntrySatisfying(
            "exception",
            text -> assertThat(text).asString().startsWith("java.io.IOException: m\\u000d\\u000a"));
  }
}
