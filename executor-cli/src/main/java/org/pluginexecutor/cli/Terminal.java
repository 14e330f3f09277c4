// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a command sees of the world outside. Immutable.
 *
 * @param out where results go
 * @param err where errors, and log lines of plugins, go
 * @param style how results are emphasised
 * @param environment the environment variables
 * @param home directory of the project, where {@code examples} is; empty when not told
 * @param keyboard where answers are typed
 */
record Terminal(
    PrintStream out,
    PrintStream err,
    Style style,
    Map<String, String> environment,
    Optional<Path> home,
    Keyboard keyboard) {
  Terminal {
    environment = Map.copyOf(environment);
  }

  /** A terminal at which nobody types. */
  Terminal(
      PrintStream out,
      PrintStream err,
      Style style,
      Map<String, String> environment,
      Optional<Path> home) {
    this(out, err, style, environment, home, _ -> Optional.empty());
  }

  /** The same, with results going elsewhere. */
  Terminal withOutput(PrintStream newOut) {
    return new Terminal(newOut, err, style, environment, home, keyboard);
  }
}
