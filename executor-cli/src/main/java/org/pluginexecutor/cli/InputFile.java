// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads text files that the command line names. Stateless. */
final class InputFile {
  private InputFile() {}

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new CliException(ExitCode.DATA, file + ": not UTF-8 (expected: a text in UTF-8)", e);
    } catch (NoSuchFileException e) {
      throw new CliException(ExitCode.MISSING, file + ": no such file", e);
    } catch (IOException e) {
      throw new CliException(ExitCode.MISSING, file + ": cannot be read (" + e + ")", e);
    }
  }
}
