// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.value;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values from Java's own types, for tests. Stateless. */
public final class TestValues {
  private TestValues() {}

  /** A dict from names and values in turn. */
  public static PluginValue.Dict dict(@Nullable Object... pairs) {
    var fields = new LinkedHashMap<String, PluginValue>();
    for (int i = 0; i < pairs.length; i += 2) {
      fields.put(String.valueOf(pairs[i]), value(pairs[i + 1]));
    }
    return new PluginValue.Dict(fields);
  }

  /** A list. */
  public static PluginValue.Items items(@Nullable Object... values) {
    var items = new ArrayList<PluginValue>();
    for (var value : values) {
      items.add(value(value));
    }
    return new PluginValue.Items(items);
  }

  /** The value that Python would show as the argument. */
  public static PluginValue value(@Nullable Object value) {
    return switch (value) {
      case null -> PluginValue.Null.INSTANCE;
      case PluginValue ready -> ready;
      case Boolean bool -> new PluginValue.Bool(bool);
      case Integer number -> new PluginValue.Int(number);
      case Long number -> new PluginValue.Int(number);
      case BigInteger number -> new PluginValue.BigInt(number.toString());
      case Double number -> new PluginValue.Real(number);
      case String text -> new PluginValue.Text(text);
      case List<?> list -> items(list.toArray());
      case Map<?, ?> map -> {
        var fields = new LinkedHashMap<String, PluginValue>();
        map.forEach((key, item) -> fields.put(String.valueOf(key), value(item)));
        yield new PluginValue.Dict(fields);
      }
      default -> throw new IllegalArgumentException(value.getClass().getName());
    };
  }

  /** Lists within lists, so many levels deep. */
  public static PluginValue nested(int levels) {
    PluginValue value = items();
    for (int i = 1; i < levels; i++) {
      value = items(value);
    }
    return value;
  }
}
