// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotingTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "abc XYZ 0~, \"abc XYZ 0~\"",
        "a\"b, \"a\\u{22}b\"",
        "a\\b, \"a\\u{5c}b\"",
        "é🔑, \"\\u{e9}\\u{1f511}\"",
        "`a\nb`, \"a\\u{a}b\"",
        "`\u202e`, \"\\u{202e}\"",
        "``, \"\"",
      })
  void escapes_everything_but_visible_ascii(String text, String expected) {
    assertThat(Quoting.quote(text)).isEqualTo(expected);
  }

  @Test
  void says_that_text_was_left_out_only_where_it_was() {
    assertThat(Quoting.quote("🔑".repeat(40))).doesNotContain("…");
  }

  @Test
  void shows_the_first_hundred_characters() {
    assertThat(Quoting.quote("a".repeat(100))).isEqualTo('"' + "a".repeat(100) + '"');
    assertThat(Quoting.quote("a".repeat(101))).isEqualTo('"' + "a".repeat(100) + "…\"");
  }
}
