// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.client.VerdictKind;
import picocli.CommandLine.TypeConversionException;

class TextFormsTest {
  @ParameterizedTest
  @CsvSource({"500ms, PT0.5S", "30s, PT30S", "5m, PT5M", "1h, PT1H", "0s, PT0S"})
  void durations_have_a_unit(String text, Duration expected) {
    assertThat(new Durations().convert(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "s", "-1s", "1.5s", "1d", "1 s", "9999999999999s"})
  void other_forms_of_durations_are_refused(String text) {
    assertThatThrownBy(() -> new Durations().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("30s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "a/", "/1.0", "a/b/1", "aa/b/1/2", "aa/b/c"})
  void other_forms_of_plugins_are_refused(String text) {
    assertThatThrownBy(() -> new PluginNames().convert(text))
        .isInstanceOf(TypeConversionException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a/1.0", "aa/a", "credentialstore/a/1.0"})
  void names_of_plugins_are_written_as_they_are_read(String text) {
    assertThat(PluginNames.text(new PluginNames().convert(text))).isEqualTo(text);
  }

  @Test
  void tables_align_what_people_see() {
    var bytes = new ByteArrayOutputStream();
    Table.titled("A", "B", "C")
        .row("long😀", "x", "")
        .row("é", "\u001b[2J\n", "end")
        .print(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            A      B                C
            long😀  x
            é      \\u001b[2J\\u000a  end
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0 ms",
    "1500000, 1.5 ms",
    "85000000, 85 ms",
    "2300000000, 2300 ms",
    "12000000000, 12.0 s"
  })
  void durations_are_written_in_a_unit_that_fits(long nanos, String expected) {
    assertThat(Printing.duration(Duration.ofNanos(nanos))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B", "1023, 1023 B", "1536, 1.5 KiB", "14680064, 14.0 MiB"})
  void sizes_are_written_in_a_unit_that_fits(long bytes, String expected) {
    assertThat(Printing.bytes(bytes)).isEqualTo(expected);
  }

  @Test
  void seconds_are_exact() {
    assertThat(Documents.seconds(Duration.ofNanos(1_000_000_001)).toPlainString())
        .isEqualTo("1.000000001");
  }

  @Test
  void colours_are_only_for_terminals_that_want_them() {
    assertThat(Style.ofProcess(Map.of("TERM", "xterm", "NO_COLOR", "1"))).isEqualTo(Style.PLAIN);
    assertThat(Style.ofProcess(Map.of("TERM", "dumb"))).isEqualTo(Style.PLAIN);
    assertThat(Style.PLAIN.verdict(VerdictKind.ACCEPT)).isEqualTo("ACCEPT");
    assertThat(Style.COLOURED.verdict(VerdictKind.DENY)).isEqualTo("\u001b[31mDENY\u001b[0m");
  }
}
