// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a command printed, and how it ended. */
record Captured(ExitCode exitCode, String out, String err) {
  /** The project's directory: tests run in that of the module. */
  static final Path HOME = Path.of("").toAbsolutePath().resolveSibling("").normalize();

  /** Runs a command line with nothing in the environment. */
  static Captured run(String... args) {
    return runWith(Map.of(), args);
  }

  static Captured runWith(Map<String, String> environment, String... args) {
    return run(environment, Optional.of(HOME), args);
  }

  /** Runs a command line that was started from another directory, or that was not told where. */
  static Captured runAt(Optional<Path> home, String... args) {
    return run(Map.of(), home, args);
  }

  /** Runs a command line at a terminal where somebody types these lines. */
  static Captured runTyping(List<String> lines, String... args) {
    var left = new ArrayDeque<>(lines);
    return run(Map.of(), Optional.of(HOME), _ -> Optional.ofNullable(left.poll()), args);
  }

  private static Captured run(
      Map<String, String> environment, Optional<Path> home, String... args) {
    return run(environment, home, _ -> Optional.empty(), args);
  }

  private static Captured run(
      Map<String, String> environment, Optional<Path> home, Keyboard keyboard, String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var terminal = new Terminal(stream(out), stream(err), Style.PLAIN, environment, home, keyboard);
    var exitCode = Cli.run(terminal, args);
    return new Captured(exitCode, text(out), text(err));
  }

  /** The output as the values that its JSON stands for. */
  Map<String, @Nullable Object> json() {
    return JsonReader.readObject("output", out);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
