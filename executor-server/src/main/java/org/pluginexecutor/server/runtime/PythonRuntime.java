// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An installed Python that was seen to work. Immutable.
 *
 * @param name what it is called in answers and logs, for example {@code python3}
 * @param executable the interpreter itself, not a wrapper script, nor a link but in a virtual
 *     environment
 * @param version version of the interpreter, for example {@code 3.11.2}
 * @param implementation what it calls itself, for example {@code CPython}
 * @param modules the modules that plugins are promised, present or missing
 */
public record PythonRuntime(
    String name,
    Path executable,
    String version,
    String implementation,
    List<PythonModule> modules) {
  /** What failures say to the author of a plugin names the runtime: these are told its name. */
  private static final Set<String> VERBS_WITH_NAME = Set.of("worker", "zygote");

  public PythonRuntime {
    modules = List.copyOf(modules);
  }

  /** A runtime of which nothing is known but how to start it. */
  public PythonRuntime(String name, Path executable, String version) {
    this(name, executable, version, "CPython", List.of());
  }

  /** Whether it runs the packages that are written for Python 2. */
  public boolean isPython2() {
    return version.startsWith("2.");
  }

  /**
   * The command that starts the shim: isolated from the environment's Python variables and from the
   * user's own packages, and writing no byte code.
   *
   * @param verb what the shim is to do
   */
  public List<String> shimCommand(Path shimMain, String verb) {
    var command = new ArrayList<String>();
    command.add(executable.toString());
    // Python 2 has no -I; -E and -s are what it consists of, and the shim takes its own directory
    // off the path.
    command.addAll(isPython2() ? List.of("-E", "-s", "-B") : List.of("-I", "-B"));
    command.add(shimMain.toString());
    command.add(verb);
    if (VERBS_WITH_NAME.contains(verb)) {
      command.add(name);
    }
    return command;
  }
}
