// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import com.google.protobuf.NullValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.v1.DictValue;
import org.pluginexecutor.v1.ListValue;
import org.pluginexecutor.v1.Value;

/** Turns canonical values into messages and back, exactly. */
final class ValueCodec {
  /** Up to here Java's own parsing is fast. */
  private static final int SHORT_DIGITS = 1000;

  private ValueCodec() {}

  static DictValue encodeDict(Map<String, @Nullable Object> dict) {
    var builder = DictValue.newBuilder();
    dict.forEach((key, value) -> builder.putFields(key, encode(value)));
    return builder.build();
  }

  static Value encode(@Nullable Object value) {
    var builder = Value.newBuilder();
    if (value == null) {
      builder.setNullValue(NullValue.NULL_VALUE);
    } else if (value instanceof Boolean bool) {
      builder.setBoolValue(bool);
    } else if (value instanceof Long integer) {
      builder.setIntValue(integer);
    } else if (value instanceof BigInteger integer) {
      builder.setBigIntValue(integer.toString());
    } else if (value instanceof Double number) {
      builder.setDoubleValue(number);
    } else if (value instanceof String text) {
      builder.setStringValue(text);
    } else if (value instanceof List<?> items) {
      var list = ListValue.newBuilder();
      items.forEach(item -> list.addValues(encode(item)));
      builder.setListValue(list);
    } else if (value instanceof Map<?, ?> map) {
      var dict = DictValue.newBuilder();
      map.forEach((key, item) -> dict.putFields((String) key, encode(item)));
      builder.setDictValue(dict);
    } else {
      throw new IllegalStateException("not a canonical value: " + value.getClass().getName());
    }
    return builder.build();
  }

  static Map<String, @Nullable Object> decodeDict(String path, DictValue dict)
      throws MalformedValueException {
    return decodeDict(path, dict, 1);
  }

  static @Nullable Object decode(String path, Value value) throws MalformedValueException {
    return decode(path, value, 0);
  }

  private static @Nullable Object decode(String path, Value value, int level)
      throws MalformedValueException {
    return switch (value.getKindCase()) {
      case NULL_VALUE -> null;
      case BOOL_VALUE -> value.getBoolValue();
      case INT_VALUE -> value.getIntValue();
      case BIG_INT_VALUE -> decodeInteger(path, value.getBigIntValue());
      case DOUBLE_VALUE -> decodeDouble(path, value.getDoubleValue());
      case STRING_VALUE -> value.getStringValue();
      case LIST_VALUE -> decodeList(path, value.getListValue(), level + 1);
      case DICT_VALUE -> decodeDict(path, value.getDictValue(), level + 1);
      case KIND_NOT_SET ->
          throw new MalformedValueException(path, "no kind (expected: one that this client knows)");
    };
  }

  private static List<@Nullable Object> decodeList(String path, ListValue list, int level)
      throws MalformedValueException {
    checkLevel(path, level);
    List<@Nullable Object> items = new ArrayList<>(list.getValuesCount());
    for (Value item : list.getValuesList()) {
      items.add(decode(path + "[" + items.size() + "]", item, level));
    }
    return Collections.unmodifiableList(items);
  }

  private static Map<String, @Nullable Object> decodeDict(String path, DictValue dict, int level)
      throws MalformedValueException {
    checkLevel(path, level);
    Map<String, @Nullable Object> items = new LinkedHashMap<>();
    for (Map.Entry<String, Value> field : dict.getFieldsMap().entrySet()) {
      items.put(field.getKey(), decode(path + "." + field.getKey(), field.getValue(), level));
    }
    return Collections.unmodifiableMap(items);
  }

  private static void checkLevel(String path, int level) throws MalformedValueException {
    if (level > Values.MAX_LEVELS) {
      throw new MalformedValueException(path, "nested too deep (expected: at most 30 levels)");
    }
  }

  private static double decodeDouble(String path, double number) throws MalformedValueException {
    if (!Double.isFinite(number)) {
      throw new MalformedValueException(path, number + " (expected: a finite number)");
    }
    return number;
  }

  private static Object decodeInteger(String path, String text) throws MalformedValueException {
    boolean negative = text.startsWith("-");
    String digits = negative ? text.substring(1) : text;
    boolean wellFormed =
        !digits.isEmpty()
            && digits.chars().allMatch(c -> c >= '0' && c <= '9')
            && (digits.charAt(0) != '0' || text.equals("0"));
    if (!wellFormed) {
      throw new MalformedValueException(path, "not an integer (expected: decimal digits)");
    }
    BigInteger magnitude = parse(digits);
    return Values.shortest(negative ? magnitude.negate() : magnitude);
  }

  /**
   * Halves long numbers: Java's own parsing takes quadratic time, and plugins choose the length.
   */
  private static BigInteger parse(String digits) {
    if (digits.length() <= SHORT_DIGITS) {
      return new BigInteger(digits);
    }
    int low = digits.length() / 2;
    int split = digits.length() - low;
    return parse(digits.substring(0, split))
        .multiply(BigInteger.TEN.pow(low))
        .add(parse(digits.substring(split)));
  }
}
