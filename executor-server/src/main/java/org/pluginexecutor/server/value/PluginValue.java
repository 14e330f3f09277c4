// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.value;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value as JSON can say it, with integers of any size and floats kept apart. Immutable. The text
 * of a value never appears in {@code toString}: cookies, passwords and keys are values.
 */
public sealed interface PluginValue {

  /** How deep lists and dicts may nest: more does not fit into a protobuf message of 100 levels. */
  int MAX_DEPTH = 30;

  /** Python's None. */
  record Null() implements PluginValue {
    public static final Null INSTANCE = new Null();
  }

  /** Python's bool. */
  record Bool(boolean value) implements PluginValue {
    @Override
    public String toString() {
      return "Bool";
    }
  }

  /** An integer of at most 64 bits. */
  record Int(long value) implements PluginValue {
    @Override
    public String toString() {
      return "Int";
    }
  }

  /**
   * An integer beyond 64 bits. It stays text: turning millions of digits into a number takes time
   * that a plugin could make the server spend.
   */
  record BigInt(String digits) implements PluginValue {
    @Override
    public String toString() {
      return "BigInt";
    }
  }

  /** Python's float; finite. */
  record Real(double value) implements PluginValue {
    @Override
    public String toString() {
      return "Real";
    }
  }

  /** Python's str, without unpaired surrogates. */
  record Text(String value) implements PluginValue {
    @Override
    public String toString() {
      return "Text";
    }
  }

  /** Python's list. */
  record Items(List<PluginValue> values) implements PluginValue {
    public Items {
      values = List.copyOf(values);
    }

    @Override
    public String toString() {
      return "Items[" + values.size() + "]";
    }
  }

  /** Python's dict with text keys. */
  record Dict(Map<String, PluginValue> fields) implements PluginValue {
    public static final Dict EMPTY = new Dict(Map.of());

    public Dict {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    public @Nullable PluginValue get(String key) {
      return fields.get(key);
    }

    @Override
    public String toString() {
      return "Dict[" + fields.size() + "]";
    }
  }

  /** Name of the value's Python type, for messages. */
  default String typeName() {
    return switch (this) {
      case Null _ -> "None";
      case Bool _ -> "bool";
      case Int _, BigInt _ -> "int";
      case Real _ -> "float";
      case Text _ -> "str";
      case Items _ -> "list";
      case Dict _ -> "dict";
    };
  }
}
