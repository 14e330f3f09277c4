// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends the command with an exit code and one sentence, or one for each thing that is wrong. */
final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final transient List<String> sentences;

  CliException(ExitCode exitCode, String sentence) {
    this(exitCode, sentence, null);
  }

  CliException(ExitCode exitCode, String sentence, @Nullable Throwable cause) {
    this(exitCode, List.of(sentence), cause);
  }

  CliException(ExitCode exitCode, List<String> sentences, @Nullable Throwable cause) {
    super(String.join("; ", sentences), cause);
    this.exitCode = exitCode;
    this.sentences = List.copyOf(sentences);
  }

  ExitCode exitCode() {
    return exitCode;
  }

  List<String> sentences() {
    return sentences;
  }
}
