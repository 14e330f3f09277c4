// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The interpreter that all contenders use. Immutable.
 *
 * @param executable the program itself: a script that looks for one would be measured as well
 * @param version such as 3.11.2
 */
record Python(Path executable, String version) {
  private static final Path USUAL = Path.of("/usr/bin/python3");

  /**
   * The named interpreter, or the system's, or the first of the search path.
   *
   * @throws IOException if there is none
   */
  static Python find(Optional<Path> named) throws IOException {
    var first = named.orElse(Files.isExecutable(USUAL) ? USUAL : Path.of("python3"));
    var said =
        run(
            first,
            "import os, sys; print(os.path.realpath(sys.executable), *sys.version_info[:3])");
    var parts = List.of(said.strip().split(" ", -1));
    if (parts.size() != 4) {
      throw new IOException("python: " + first + " (expected: a Python that starts)");
    }
    return new Python(Path.of(parts.get(0)), String.join(".", parts.subList(1, 4)));
  }

  boolean has(String module) throws IOException {
    return run(executable, "import " + module + "; print('there')").startsWith("there");
  }

  /** Writes byte code for all files below a directory, as the server does for its packages. */
  void compile(Path directory) throws IOException {
    run(
        executable,
        "import compileall; compileall.compile_dir(%s, quiet=2)".formatted(quoted(directory)));
  }

  /** The command that runs a script as the contenders do. */
  List<String> command(Path script, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(executable.toString());
    command.addAll(List.of("-I", "-B", script.toString()));
    command.addAll(arguments);
    return command;
  }

  private static String quoted(Path path) {
    return "'" + path.toString().replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private static String run(Path python, String code) throws IOException {
    var process =
        new ProcessBuilder(python.toString(), "-I", "-c", code)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
