// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.pluginexecutor.server.config.ServerConfig;

/**
 * A row of the table of settings: everything that is said about a setting anywhere comes from here.
 * Immutable.
 *
 * @param name in the file, such as {@code sandbox.worker-memory}: a section and a key in it
 * @param form of its value
 * @param value what a configuration has for it; empty: nothing
 * @param meaning one sentence
 * @param flag of the command {@code serve}; absent: it has none
 * @param defaultWords the default where that is no value
 * @param isSecret whether its value is never shown
 */
public record ConfigKey<T>(
    String name,
    ValueForm<T> form,
    Function<ServerConfig, Optional<T>> value,
    String meaning,
    Optional<String> flag,
    Optional<String> defaultWords,
    boolean isSecret) {
  private static final String VARIABLE_PREFIX = "PLUGIN_EXECUTOR_";

  /** What is shown instead of a secret. */
  static final String MASK = "***";

  /** A key that always has a value. */
  static <T> ConfigKey<T> of(
      String name, ValueForm<T> form, Function<ServerConfig, T> value, String meaning) {
    return new ConfigKey<>(
        name,
        form,
        config -> Optional.of(value.apply(config)),
        meaning,
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** A key that need not have a value. */
  static <T> ConfigKey<T> optional(
      String name,
      ValueForm<T> form,
      Function<ServerConfig, Optional<T>> value,
      String defaultWords,
      String meaning) {
    return new ConfigKey<>(
        name, form, value, meaning, Optional.empty(), Optional.of(defaultWords), false);
  }

  ConfigKey<T> withFlag(String newFlag) {
    return new ConfigKey<>(
        name, form, value, meaning, Optional.of(newFlag), defaultWords, isSecret);
  }

  ConfigKey<T> withDefaultWords(String newDefaultWords) {
    return new ConfigKey<>(
        name, form, value, meaning, flag, Optional.of(newDefaultWords), isSecret);
  }

  ConfigKey<T> asSecret() {
    return new ConfigKey<>(name, form, value, meaning, flag, defaultWords, true);
  }

  /** Variable of the environment, such as {@code PLUGIN_EXECUTOR_SANDBOX_WORKER_MEMORY}. */
  public String variable() {
    return VARIABLE_PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** Section of the file; empty for a key that is in none. */
  public String section() {
    return name.contains(".") ? name.substring(0, name.indexOf('.')) : "";
  }

  /** The name within the section. */
  String shortName() {
    return name.substring(name.indexOf('.') + 1);
  }

  /** The default in words, for the help and the documentation. */
  public String defaultText() {
    // The directory is no part of what is asked for: it is the one default that has words.
    return defaultWords.orElseGet(
        () -> value.apply(ServerConfig.defaults(Path.of("."))).map(form::show).orElseThrow());
  }

  /** Whether a variable of the environment can only be meant for this program. */
  static boolean isVariable(String variable) {
    return variable.startsWith(VARIABLE_PREFIX);
  }

  @Override
  public String toString() {
    return name;
  }
}
