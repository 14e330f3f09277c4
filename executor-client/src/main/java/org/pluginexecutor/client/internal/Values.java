// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks the values of callers and copies them into their canonical, unmodifiable form: null,
 * Boolean, Long, BigInteger (only beyond 64 bits), Double, String, List and Map.
 */
public final class Values {
  /** How deep lists and dicts may nest; more does not fit into a protobuf message. */
  static final int MAX_LEVELS = 30;

  private Values() {}

  /** Copies arguments; each of them may nest to the full depth. */
  public static Map<String, @Nullable Object> copyArguments(
      Map<String, ? extends @Nullable Object> arguments) {
    return copyMap("arguments", arguments, 0);
  }

  /** Copies a dict. */
  public static Map<String, @Nullable Object> copyDict(
      String path, Map<String, ? extends @Nullable Object> dict) {
    return copyMap(path, dict, 1);
  }

  /** Refuses text that UTF-8 cannot carry. */
  public static void checkText(String path, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw refusal(path, "unpaired surrogate at " + i, "text that UTF-8 can carry");
      }
    }
  }

  /** Refuses what is no number of a revision; 0 would mean another one to the server. */
  public static void checkRevision(String path, int revision) {
    if (revision < 1) {
      throw refusal(path, Integer.toString(revision), "at least 1");
    }
  }

  private static @Nullable Object copy(String path, @Nullable Object value, int level) {
    if (value == null || value instanceof Boolean || value instanceof Long) {
      return value;
    }
    if (value instanceof CharSequence text) {
      String copy = text.toString();
      checkText(path, copy);
      return copy;
    }
    if (value instanceof Number number) {
      return copyNumber(path, number);
    }
    if (value instanceof Map<?, ?> map) {
      return copyMap(path, map, level + 1);
    }
    if (value instanceof Collection<?> items) {
      return copyList(path, items, level + 1);
    }
    if (value instanceof Object[] items) {
      return copyList(path, Arrays.asList(items), level + 1);
    }
    throw refusal(path, value.getClass().getName(), "a type that JSON knows");
  }

  private static Object copyNumber(String path, Number number) {
    if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
      return number.longValue();
    }
    if (number instanceof Long) {
      return number;
    }
    if (number instanceof BigInteger integer) {
      return shortest(integer);
    }
    if (number instanceof Double || number instanceof Float) {
      double d = number.doubleValue();
      if (!Double.isFinite(d)) {
        throw refusal(path, Double.toString(d), "a finite number");
      }
      return d;
    }
    throw refusal(path, number.getClass().getName(), "a type that JSON knows");
  }

  /** A Long when 64 bits are enough. */
  static Object shortest(BigInteger integer) {
    return integer.bitLength() < Long.SIZE ? (Object) integer.longValue() : integer;
  }

  private static List<@Nullable Object> copyList(String path, Collection<?> items, int level) {
    checkLevel(path, level);
    List<@Nullable Object> copy = new ArrayList<>(items.size());
    for (Object item : items) {
      copy.add(copy(path + "[" + copy.size() + "]", item, level));
    }
    return Collections.unmodifiableList(copy);
  }

  private static Map<String, @Nullable Object> copyMap(String path, Map<?, ?> map, int level) {
    checkLevel(path, level);
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!(entry.getKey() instanceof String key)) {
        throw refusal(path, "a key that is not text", "keys of type String");
      }
      checkText(path + " (a key)", key);
      copy.put(key, copy(path + "." + key, entry.getValue(), level));
    }
    return Collections.unmodifiableMap(copy);
  }

  private static void checkLevel(String path, int level) {
    if (level > MAX_LEVELS) {
      throw refusal(path, "nested too deep", "at most " + MAX_LEVELS + " levels");
    }
  }

  private static IllegalArgumentException refusal(String path, String found, String expected) {
    return new IllegalArgumentException(path + ": " + found + " (expected: " + expected + ")");
  }
}
