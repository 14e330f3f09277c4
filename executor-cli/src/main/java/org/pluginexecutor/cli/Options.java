// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what picocli has filled in. Stateless. */
final class Options {
  private Options() {}

  /** A value without which picocli does not run the command. */
  static <T> T required(@Nullable T value) {
    return Objects.requireNonNull(value, "not filled in");
  }
}
