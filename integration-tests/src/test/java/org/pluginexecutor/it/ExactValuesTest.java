// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginTarget;

/** What goes into a plugin comes out of it again, to the last digit. */
class ExactValuesTest {
  private static TestServer server;
  private static PluginTarget echo;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    echo =
        server.aa(
            """
            class Plugin:
              def authenticate(self, cookie, session_cookie, key_value_pairs, **others):
                return {'verdict': 'ACCEPT', 'cookie': cookie, 'session_cookie': session_cookie,
                        'value': key_value_pairs, 'type': repr(key_value_pairs.get('v')), 'others': others}
            """);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void assertSurvives(Map<String, @Nullable Object> value) {
    var response =
        server
            .client()
            .call(
                HookCall.newBuilder(echo, "authenticate", "exact")
                    .arguments(Map.of("key_value_pairs", value))
                    .cookie(value)
                    .sessionCookie(Map.of("outer", value))
                    .build());
    var result = ((Outcome.Returned) response.outcome()).result();
    assertThat(result).containsEntry("value", value);
    assertThat(response.cookie()).isEqualTo(value);
    assertThat(response.sessionCookie()).isEqualTo(Map.of("outer", value));
  }

  private static String seenByPlugin(Object value) {
    var response =
        server
            .client()
            .call(
                HookCall.newBuilder(echo, "authenticate", "exact")
                    .arguments(Map.of("key_value_pairs", Map.of("v", value)))
                    .build());
    var result = ((Outcome.Returned) response.outcome()).result();
    return String.valueOf(java.util.Objects.requireNonNull(result).get("type"));
  }

  @Test
  void integers_of_any_size_survive() {
    var value = new LinkedHashMap<String, @Nullable Object>();
    value.put("zero", 0L);
    value.put("max", Long.MAX_VALUE);
    value.put("min", Long.MIN_VALUE);
    value.put("beyond", BigInteger.valueOf(Long.MAX_VALUE).add(BigInteger.ONE));
    value.put("below", BigInteger.valueOf(Long.MIN_VALUE).subtract(BigInteger.ONE));
    value.put("53 bits and one", (1L << 53) + 1);
    value.put("ten thousand digits", BigInteger.TEN.pow(10_000).subtract(BigInteger.ONE));
    assertSurvives(value);
  }

  @Test
  void floats_survive_and_stay_floats() {
    assertSurvives(
        Map.of(
            "v",
            22.0,
            "tenth",
            0.1,
            "negative zero",
            -0.0,
            "tiny",
            Double.MIN_VALUE,
            "huge",
            Double.MAX_VALUE,
            "many digits",
            1.0 / 3,
            "1e22",
            1e22));
    assertThat(seenByPlugin(22.0)).isEqualTo("22.0");
    assertThat(seenByPlugin(22)).isEqualTo("22");
  }

  @Test
  void text_of_any_script_survives() {
    assertSurvives(
        Map.of(
            "latin",
            "naïve café",
            "hebrew",
            "שלום",
            "han",
            "漢字",
            "astral",
            "😀𝒳",
            "controls",
            "\u0000\u0001\n\r\t\u007f\u2028",
            "empty",
            "",
            "ключ",
            "a key in another script",
            "",
            "the empty key"));
  }

  @Test
  void nested_empty_and_null_values_survive() {
    var value = new LinkedHashMap<String, @Nullable Object>();
    value.put("null", null);
    value.put("list", Arrays.asList(null, true, false, List.of(), Map.of(), List.of(List.of(1L))));
    value.put("dict", Map.of("a", Map.of("b", List.of(Map.of("c", "d")))));
    assertSurvives(value);
  }

  @Test
  void thirty_levels_survive() {
    Object value = "innermost";
    for (int level = 0; level < 27; level++) {
      value = level % 2 == 0 ? List.of(value) : Map.of("k", value);
    }
    // The dict of the arguments' value is one more level, and the session cookie wraps it once
    // more.
    assertSurvives(Map.of("v", value));
  }

  @Test
  void ten_thousand_keys_survive() {
    var value = new LinkedHashMap<String, @Nullable Object>();
    for (int i = 0; i < 10_000; i++) {
      value.put("key " + i, (long) i);
    }
    assertSurvives(value);
  }

  @Test
  void arguments_larger_than_any_pipe_survive() {
    assertSurvives(Map.of("text", "0123456789".repeat(100_000)));
  }

  @Test
  void random_values_survive() {
    long seed = Long.getLong("seed", System.nanoTime());
    var random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      var value = new LinkedHashMap<String, @Nullable Object>();
      value.put("v", randomValue(random, 5));
      try {
        assertSurvives(value);
      } catch (AssertionError e) {
        throw new AssertionError("replay with -Dseed=" + seed, e);
      }
    }
  }

  private static @Nullable Object randomValue(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong() >> random.nextInt(64);
      case 3 -> {
        var number = new BigInteger(65 + random.nextInt(500), random).setBit(64);
        yield random.nextBoolean() ? number : number.negate();
      }
      case 4 -> {
        double number = Double.longBitsToDouble(random.nextLong());
        yield Double.isFinite(number) ? number : 0.5;
      }
      case 5 -> randomText(random);
      case 6 -> {
        var list = new ArrayList<@Nullable Object>();
        for (int i = random.nextInt(5); i > 0; i--) {
          list.add(randomValue(random, depth - 1));
        }
        yield list;
      }
      default -> {
        var dict = new LinkedHashMap<String, @Nullable Object>();
        for (int i = random.nextInt(5); i > 0; i--) {
          dict.put(randomText(random), randomValue(random, depth - 1));
        }
        yield dict;
      }
    };
  }

  private static String randomText(Random random) {
    return random
        .ints(random.nextInt(20), 0, 0x110000)
        .filter(c -> c < 0xd800 || c > 0xdfff)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
