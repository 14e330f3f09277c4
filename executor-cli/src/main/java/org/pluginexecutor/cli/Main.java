// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The program: hands the process's streams to {@link Cli} and ends with its exit code. */
public final class Main {
  private static final int BUFFER_BYTES = 8 << 10;

  private Main() {}

  /** Runs one command line. */
  public static void main(String[] args) {
    var out = stream(FileDescriptor.out);
    var err = stream(FileDescriptor.err);
    var home = Optional.ofNullable(System.getProperty("pluginexecutor.home")).map(Path::of);
    var terminal = new Terminal(out, err, Style.ofProcess(System.getenv()), System.getenv(), home);
    System.exit(Cli.run(terminal, args).code());
  }

  /** UTF-8 in every locale, because JSON has no other encoding; each line leaves at once. */
  private static PrintStream stream(FileDescriptor descriptor) {
    var file = new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER_BYTES);
    return new PrintStream(file, true, StandardCharsets.UTF_8);
  }
}
