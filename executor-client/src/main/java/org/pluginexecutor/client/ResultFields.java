// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the keys of one result by their types; what is missing or None is empty. Immutable. */
record ResultFields(Map<String, @Nullable Object> fields, String path) {

  static ResultFields of(@Nullable Map<String, @Nullable Object> result) {
    return new ResultFields(result == null ? Map.of() : result, "result");
  }

  /** The fields of a dict within a result. */
  static ResultFields of(@Nullable Object value, String path) throws MalformedResultException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (!(value instanceof Map<?, ?> map)) {
      throw new MalformedResultException(path, "not a dict (expected: dict)");
    }
    map.forEach((key, item) -> fields.put(String.valueOf(key), item));
    return new ResultFields(fields, path);
  }

  List<?> items(String key) throws MalformedResultException {
    Object value = fields.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw new MalformedResultException(path(key), "not a list (expected: list)");
    }
    return list;
  }

  List<String> texts(String key) throws MalformedResultException {
    List<String> texts = new ArrayList<>();
    for (Object item : items(key)) {
      if (!(item instanceof String text)) {
        throw new MalformedResultException(
            path(key) + "[" + texts.size() + "]", "not text (expected: str)");
      }
      texts.add(text);
    }
    return texts;
  }

  Optional<String> text(String key) throws MalformedResultException {
    return of(key, String.class, "not text (expected: str)");
  }

  Optional<Boolean> bool(String key) throws MalformedResultException {
    return of(key, Boolean.class, "not True or False (expected: bool)");
  }

  Optional<Long> integer(String key) throws MalformedResultException {
    return of(key, Long.class, "not an integer of 64 bits (expected: int)");
  }

  Map<String, @Nullable Object> dict(String key) throws MalformedResultException {
    Object value = fields.get(key);
    return value == null ? Map.of() : of(value, path(key)).fields();
  }

  private <T> Optional<T> of(String key, Class<T> type, String problem)
      throws MalformedResultException {
    Object value = fields.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw new MalformedResultException(path(key), problem);
    }
    return Optional.of(type.cast(value));
  }

  private String path(String key) {
    return path + "." + key;
  }
}
