// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.time.Duration;
import org.pluginexecutor.server.settings.Units;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations with a unit: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}. Stateless. */
final class Durations implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    return Units.duration(text)
        .orElseThrow(() ->
            new TypeConversionException(
                "'"
                    + text
                    + "' is no duration (expected: a number and ms, s, m or h, such as"
                    + " 30s)"));
  }
}
