// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.v1.DictValue;
import org.pluginexecutor.v1.Value;

class ValueCodecTest {
  private static final BigInteger HUGE = BigInteger.TEN.pow(5000).subtract(BigInteger.ONE);

  private static @Nullable Object roundTrip(@Nullable Object value) throws Exception {
    Map<String, @Nullable Object> dict = new HashMap<>();
    dict.put("x", value);
    DictValue sent = ValueCodec.encodeDict(Values.copyDict("cookie", dict));
    return ValueCodec.decodeDict("cookie", DictValue.parseFrom(sent.toByteArray())).get("x");
  }

  static Stream<Object> exact() {
    return Stream.of(
        true,
        0L,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        BigInteger.valueOf(Long.MAX_VALUE).add(BigInteger.ONE),
        BigInteger.valueOf(Long.MIN_VALUE).subtract(BigInteger.ONE),
        HUGE,
        HUGE.negate(),
        -0.0,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        0.1,
        "",
        "\u0000 \uD83D\uDE00 \u00e4",
        List.of(),
        Map.of(),
        List.of(Map.of("a", List.of(1L, 1.0, "1"))));
  }

  @ParameterizedTest
  @MethodSource("exact")
  void carries_values_exactly(Object value) throws Exception {
    assertThat(roundTrip(value)).isEqualTo(value);
  }

  @Test
  void carries_nulls_everywhere() throws Exception {
    assertThat(roundTrip(null)).isNull();
    assertThat(roundTrip(Arrays.asList(null, "a"))).isEqualTo(Arrays.asList(null, "a"));
  }

  @Test
  void keeps_the_sign_of_zero() throws Exception {
    assertThat(roundTrip(-0.0)).hasToString("-0.0").isNotEqualTo(0.0);
  }

  @Test
  void takes_the_other_types_of_java() throws Exception {
    assertThat(roundTrip((byte) 1)).isEqualTo(1L);
    assertThat(roundTrip((short) 1)).isEqualTo(1L);
    assertThat(roundTrip(1)).isEqualTo(1L);
    assertThat(roundTrip(BigInteger.ONE)).isEqualTo(1L);
    assertThat(roundTrip(0.5f)).isEqualTo(0.5);
    assertThat(roundTrip(CharBuffer.wrap("a"))).isEqualTo("a");
    assertThat(roundTrip(new Object[] {"a", 1})).isEqualTo(List.of("a", 1L));
  }

  @Test
  void gives_back_what_cannot_be_changed() throws Exception {
    @SuppressWarnings("unchecked")
    var list = (List<Object>) roundTrip(List.of("a"));

    assertThat(list).isUnmodifiable();
  }

  static Stream<Object> refused() {
    return Stream.of(
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        BigDecimal.ONE,
        'a',
        new int[] {1},
        new Object(),
        Map.of(1, "a"),
        "\uD83D",
        "\uDE00\uD83D",
        Map.of("\uD83D", 1));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refuses_what_json_cannot_say(Object value) {
    assertThatThrownBy(() -> roundTrip(List.of(value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cookie.x[0]");
  }

  private static Object nested(int levels) {
    Object value = "core";
    for (int i = 0; i < levels; i++) {
      value = i % 2 == 0 ? List.of(value) : Map.of("k", value);
    }
    return value;
  }

  @Test
  void nests_30_levels_and_no_more() throws Exception {
    assertThat(roundTrip(nested(29))).isEqualTo(nested(29));
    assertThat(Values.copyArguments(Map.of("a", nested(30)))).isNotEmpty();
    assertThatThrownBy(() -> roundTrip(nested(30))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Values.copyArguments(Map.of("a", nested(31))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "-0", "01", "+1", "1.0", "\u0661", "0x1", " 1"})
  void refuses_integers_that_are_not_well_formed(String text) {
    var value = Value.newBuilder().setBigIntValue(text).build();

    assertThatThrownBy(() -> ValueCodec.decode("result", value))
        .isInstanceOf(MalformedValueException.class);
  }

  @Test
  void refuses_a_kind_that_it_does_not_know() {
    assertThatThrownBy(() -> ValueCodec.decode("result", Value.getDefaultInstance()))
        .isInstanceOf(MalformedValueException.class);
  }
}
