// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A Python installation that the operator names. Immutable.
 *
 * @param name what it is called in answers and logs: letters, digits, '_', '-' and '.'
 * @param executable path of its interpreter
 */
public record RuntimeConfig(String name, Path executable) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

  public RuntimeConfig {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "runtime name: " + name + " (expected: letters, digits, '_', '-' and '.')");
    }
  }
}
