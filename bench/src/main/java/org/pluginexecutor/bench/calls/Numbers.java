// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.util.Locale;
import java.util.OptionalDouble;

/** Writes numbers with as many digits as one reads. Stateless. */
final class Numbers {
  private static final double MIB = 1 << 20;

  private Numbers() {}

  static String of(double value) {
    if (value >= 100) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
  }

  static String of(OptionalDouble value) {
    return value.isPresent() ? of(value.getAsDouble()) : "-";
  }

  static String mebibytes(long bytes) {
    return bytes == 0 ? "-" : of(bytes / MIB);
  }
}
