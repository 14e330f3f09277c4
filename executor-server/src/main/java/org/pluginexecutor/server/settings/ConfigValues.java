// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pluginexecutor.server.config.ServerConfig;

/**
 * The values that were given, the later over the earlier; what cannot be read becomes an error and
 * counts as not given. Confined to one thread.
 */
final class ConfigValues {
  private final ServerConfig defaults;
  private final List<ConfigError> errors;
  private final Map<ConfigKey<?>, Object> values = new HashMap<>();
  private final Map<ConfigKey<?>, Origin> origins = new LinkedHashMap<>();
  private final Set<ConfigKey<?>> broken = new HashSet<>();

  ConfigValues(Path dataDirectory, List<ConfigError> errors) {
    this.defaults = ServerConfig.defaults(dataDirectory);
    this.errors = errors;
  }

  /** Puts values over those that are there. */
  void addAll(Map<ConfigKey<?>, GivenValue> given) {
    given.forEach((key, value) -> {
      try {
        values.put(key, key.form().reader().read(value.texts(), value.base()));
        origins.put(key, value.origin());
      } catch (WrongValueException e) {
        broken.add(key);
        errors.add(ConfigError.ofValue(key, value.origin(), e.found(), e.rule()));
      }
    });
  }

  /** The value that was given. */
  // What is put under a key was read by its own form.
  @SuppressWarnings("unchecked")
  <T> Optional<T> given(ConfigKey<T> key) {
    return Optional.ofNullable((T) values.get(key));
  }

  /** The value that was given, or the default. */
  <T> T of(ConfigKey<T> key) {
    return given(key).or(() -> key.value().apply(defaults)).orElseThrow();
  }

  ServerConfig defaults() {
    return defaults;
  }

  Map<ConfigKey<?>, Origin> origins() {
    return origins;
  }

  /** Whether every value that was given for these keys could be read. */
  boolean areReadable(Set<ConfigKey<?>> keys) {
    return keys.stream().noneMatch(broken::contains);
  }

  /** Where the value of a key comes from. */
  Origin origin(ConfigKey<?> key) {
    return origins.getOrDefault(key, new Origin.Default());
  }

  /** The value of a key as it is written, for messages. */
  <T> String shown(ConfigKey<T> key) {
    return key.isSecret()
        ? ConfigKey.MASK
        : given(key)
            .or(() -> key.value().apply(defaults))
            .map(key.form()::show)
            .orElseGet(key::defaultText);
  }

  /** Says that the value of a key does not fit. */
  void refuse(ConfigKey<?> key, String found, String rule) {
    errors.add(ConfigError.ofValue(key, origin(key), found, rule));
  }

  /** Says what is wrong with what the value of a key names. */
  void report(ConfigKey<?> key, String problem) {
    errors.add(new ConfigError(origin(key), key.name(), problem));
  }
}
