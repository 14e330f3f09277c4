// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "0",
        "-9223372036854775808",
        "9223372036854775808",
        "1.0",
        "-0.0",
        "0.1",
        "1.0E300",
        "4.9E-324",
        "\"\"",
        "\"a\\\"b\\\\c\\n\\t\\u0000\\u001b\\u007f\\u2028é😀\"",
        "[]",
        "{}",
        "[1, [2, {\"b\": 1, \"a\": null}]]",
      })
  void what_is_read_is_written_the_same(String json) {
    assertThat(JsonWriter.compact(JsonReader.read("test", json))).isEqualTo(json);
  }

  @Test
  void numbers_keep_their_kind() {
    assertThat(JsonReader.read("test", "[1, 1.0, 12345678901234567890, 1e2]"))
        .isEqualTo(Arrays.asList(1L, 1.0, new BigInteger("12345678901234567890"), 100.0));
  }

  @Test
  void long_integers_are_read() {
    String digits = "9".repeat(5000);
    assertThat(JsonReader.read("test", digits)).isEqualTo(new BigInteger(digits));
  }

  @Test
  void indented_text_has_two_blanks_for_each_level() {
    var value = new LinkedHashMap<String, Object>();
    value.put("a", List.of(1L, Map.of()));
    value.put("b", new BigDecimal("0.000000001"));

    assertThat(JsonWriter.indented(value))
        .isEqualTo(
            """
            {
              "a": [
                1,
                {}
              ],
              "b": 0.000000001
            }\
            """);
  }

  @Test
  void half_a_surrogate_pair_is_escaped() {
    assertThat(JsonWriter.compact("\ud83d")).isEqualTo("\"\\ud83d\"");
  }
}
