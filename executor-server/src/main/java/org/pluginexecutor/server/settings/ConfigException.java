// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.util.List;
import java.util.stream.Collectors;

/** Says everything that is wrong with a configuration, at once. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<ConfigError> errors;

  ConfigException(List<ConfigError> errors) {
    super(errors.stream().map(ConfigError::toString).collect(Collectors.joining("; ")));
    this.errors = List.copyOf(errors);
  }

  /** At least one: those of the file by their lines, then the environment's and the flags'. */
  public List<ConfigError> errors() {
    return errors;
  }
}
