// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers from the terminal of this process, and from its standard input when that is a file
 * or a pipe. Confined to one thread.
 */
final class ProcessKeyboard implements Keyboard {
  private final InputStream in;
  private @Nullable BufferedReader lines;

  ProcessKeyboard(InputStream in) {
    this.in = in;
  }

  @Override
  public Optional<String> readLine(boolean isHidden) throws IOException {
    // Not asked before it is needed: looking for the terminal takes longer than most verbs.
    var console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    if (console.isEmpty()) {
      return Optional.ofNullable(lines().readLine());
    }
    return isHidden
        ? Optional.ofNullable(console.get().readPassword()).map(String::new)
        : Optional.ofNullable(console.get().readLine());
  }

  private BufferedReader lines() {
    if (lines == null) {
      lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
    return lines;
  }
}
