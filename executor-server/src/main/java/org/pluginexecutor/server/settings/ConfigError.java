// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.util.Comparator;

/**
 * One thing that is wrong with a configuration. Immutable.
 *
 * @param origin where it is
 * @param key full name of the key; empty where no key is meant
 * @param problem what was found there, and what is expected
 */
public record ConfigError(Origin origin, String key, String problem) {
  /** As somebody would read through the sources. */
  static final Comparator<ConfigError> ORDER =
      Comparator.<ConfigError>comparingInt(error -> rank(error.origin()))
          .thenComparingInt(error -> error.origin() instanceof Origin.Line at ? at.line() : 0);

  private static final int LONGEST_VALUE = 120;

  /** A value that is not of the form that its key demands. */
  static ConfigError ofValue(ConfigKey<?> key, Origin origin, String found, String rule) {
    return new ConfigError(
        origin,
        key.name(),
        (key.isSecret() ? ConfigKey.MASK : shown(found)) + " (expected: " + rule + ")");
  }

  /** A value in a message: never empty, never long. */
  static String shown(String value) {
    if (value.isBlank()) {
      return "nothing";
    }
    return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
  }

  private static int rank(Origin origin) {
    return switch (origin) {
      case Origin.Line _ -> 0;
      case Origin.Variable _ -> 1;
      case Origin.Flag _ -> 2;
      case Origin.Default _ -> 3;
    };
  }

  @Override
  public String toString() {
    var place = origin.label();
    return key.isEmpty() ? place + ": " + problem : place + ": " + key + ": " + problem;
  }
}
