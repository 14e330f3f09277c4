// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pluginexecutor.server.value.TestValues.dict;
import static org.pluginexecutor.server.value.TestValues.items;
import static org.pluginexecutor.server.value.TestValues.nested;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueJsonTest {
  private static PluginValue read(String json) throws IOException {
    return ValueJson.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String written(PluginValue value) {
    return new String(ValueJson.write(value), StandardCharsets.UTF_8);
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of("null", PluginValue.Null.INSTANCE),
        Arguments.of("true", new PluginValue.Bool(true)),
        Arguments.of("false", new PluginValue.Bool(false)),
        Arguments.of("0", new PluginValue.Int(0)),
        Arguments.of("-0", new PluginValue.Int(0)),
        Arguments.of("999999999999999999", new PluginValue.Int(999_999_999_999_999_999L)),
        Arguments.of("1000000000000000000", new PluginValue.Int(1_000_000_000_000_000_000L)),
        Arguments.of("9223372036854775807", new PluginValue.Int(Long.MAX_VALUE)),
        Arguments.of("9223372036854775808", new PluginValue.BigInt("9223372036854775808")),
        Arguments.of("-9223372036854775808", new PluginValue.Int(Long.MIN_VALUE)),
        Arguments.of("-9223372036854775809", new PluginValue.BigInt("-9223372036854775809")),
        Arguments.of("18446744073709551616", new PluginValue.BigInt("18446744073709551616")),
        Arguments.of("99999999999999999999", new PluginValue.BigInt("99999999999999999999")),
        Arguments.of("123456789012345678901", new PluginValue.BigInt("123456789012345678901")),
        Arguments.of("0.0", new PluginValue.Real(0.0)),
        Arguments.of("-0.0", new PluginValue.Real(-0.0)),
        Arguments.of("101.0", new PluginValue.Real(101.0)),
        Arguments.of("1e5", new PluginValue.Real(100_000.0)),
        Arguments.of("5e-324", new PluginValue.Real(Double.MIN_VALUE)),
        Arguments.of("1.7976931348623157e+308", new PluginValue.Real(Double.MAX_VALUE)),
        Arguments.of("0.30000000000000004", new PluginValue.Real(0.1 + 0.2)),
        Arguments.of("9007199254740993.0", new PluginValue.Real(9_007_199_254_740_992.0)),
        Arguments.of("\"\"", new PluginValue.Text("")),
        Arguments.of("\"\\u00e9\\ud83d\\udd11\\u0000\"", new PluginValue.Text("é🔑\0")),
        Arguments.of("\"é🔑\"", new PluginValue.Text("é🔑")),
        Arguments.of("[]", items()),
        Arguments.of("{}", PluginValue.Dict.EMPTY),
        Arguments.of(" [1, {\"a\": [null]}] \n", items(1, dict("a", items((Object) null)))),
        Arguments.of("{\"\": 1, \"a b\": \"c\"}", dict("", 1, "a b", "c")));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void reads_each_kind_of_value_exactly(String json, PluginValue expected) throws IOException {
    assertThat(read(json)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void reads_back_what_it_writes(String ignored, PluginValue value) throws IOException {
    assertThat(ValueJson.read(ValueJson.write(value))).isEqualTo(value);
  }

  @Test
  void writes_whole_floats_as_floats() {
    assertThat(written(items(1, 1.0, -0.0, 1e300))).isEqualTo("[1,1.0,-0.0,1.0E300]");
  }

  @Test
  void keeps_a_million_digits_as_they_are() throws IOException {
    var digits = "7".repeat(1_000_000);

    assertThat(read("-" + digits)).isEqualTo(new PluginValue.BigInt("-" + digits));
    assertThat(written(new PluginValue.BigInt(digits))).isEqualTo(digits);
  }

  @Test
  void takes_the_last_of_two_equal_keys() throws IOException {
    assertThat(read("{\"a\": 1, \"b\": 2, \"a\": 3}")).isEqualTo(dict("a", 3, "b", 2));
  }

  @Test
  void keeps_the_order_of_keys() throws IOException {
    assertThat(((PluginValue.Dict) read("{\"z\": 1, \"a\": 2, \"m\": 3}")).fields().keySet())
        .containsExactly("z", "a", "m");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "NaN",
        "Infinity",
        "-Infinity",
        "[NaN]",
        "1e999",
        "-1e999",
        "{\"a\": 1e400}",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"a\\ud83d\"",
        "{\"\\udd11\": 1}",
        "{\"a\": [\"\\ud83d\\ud83d\"]}",
        "1 2",
        "{} {}",
        "{}x",
        "[1,]",
        "{\"a\": 1,}",
        "{a: 1}",
        "{'a': 1}",
        "[1",
        "{\"a\"",
        "]",
        "01",
        "+1",
        ".5",
        "1.",
        "0x10",
        "nul",
        "\"a",
        "\"a\nb\"",
        "/* */ 1",
      })
  void refuses_what_is_not_exactly_one_value(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(IOException.class);
  }

  @Test
  void refuses_bytes_that_are_no_utf_8() {
    assertThatThrownBy(() -> ValueJson.read(new byte[] {'"', (byte) 0xff, '"'}))
        .isInstanceOf(IOException.class);
  }

  @Test
  void refuses_a_surrogate_that_is_encoded_as_utf_8() {
    assertThatThrownBy(
            () -> ValueJson.read(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}))
        .isInstanceOf(IOException.class);
  }

  @Test
  void refuses_other_encodings_of_unicode() {
    assertThatThrownBy(() -> ValueJson.read("[1]".getBytes(StandardCharsets.UTF_16BE)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void has_room_for_the_deepest_value_in_the_levels_of_a_message() throws IOException {
    var message = dict("arguments", dict("cookie", nested(PluginValue.MAX_DEPTH)));

    assertThat(ValueJson.read(ValueJson.write(message))).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 100_000})
  void refuses_what_nests_deeper_than_any_message(int levels) {
    assertThatThrownBy(() -> read("[".repeat(levels) + "]".repeat(levels)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read("{\"a\":".repeat(levels) + "1" + "}".repeat(levels)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void reads_back_random_values() throws IOException {
    long seed = Long.getLong("seed", System.nanoTime());
    var random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      var value = randomValue(random, 4);

      assertThat(ValueJson.read(ValueJson.write(value)))
          .as("value %d of -Dseed=%d", i, seed)
          .isEqualTo(value);
    }
  }

  private static PluginValue randomValue(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 6 : 8)) {
      case 0 -> PluginValue.Null.INSTANCE;
      case 1 -> new PluginValue.Bool(random.nextBoolean());
      case 2 -> new PluginValue.Int(random.nextLong() >> random.nextInt(64));
      case 3 -> new PluginValue.BigInt(bigInteger(random));
      case 4 -> new PluginValue.Real(finite(random));
      case 5 -> new PluginValue.Text(text(random));
      case 6 -> {
        var values = new ArrayList<PluginValue>();
        for (int n = random.nextInt(5); n > 0; n--) {
          values.add(randomValue(random, depth - 1));
        }
        yield new PluginValue.Items(values);
      }
      default -> {
        var fields = new LinkedHashMap<String, PluginValue>();
        for (int n = random.nextInt(5); n > 0; n--) {
          fields.put(text(random), randomValue(random, depth - 1));
        }
        yield new PluginValue.Dict(fields);
      }
    };
  }

  private static String bigInteger(Random random) {
    var number = BigInteger.ONE.shiftLeft(64).add(new BigInteger(200, random));
    return (random.nextBoolean() ? number : number.negate()).toString();
  }

  private static double finite(Random random) {
    double number = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(number) ? number : 0.5;
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (int n = random.nextInt(12); n > 0; n--) {
      int c = random.nextInt(random.nextBoolean() ? 0x80 : Character.MAX_CODE_POINT + 1);
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        text.appendCodePoint(c);
      }
    }
    return text.toString();
  }

  @Test
  void shows_no_content() {
    var secret = "hunter2";
    var values =
        List.of(
            dict(secret, secret),
            items(secret, 815),
            new PluginValue.Text(secret),
            new PluginValue.Int(815),
            new PluginValue.BigInt("815"),
            new PluginValue.Real(815),
            new PluginValue.Bool(true));

    assertThat(values.toString()).doesNotContain(secret, "815", "true");
  }
}
