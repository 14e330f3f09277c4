// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.pluginexecutor.server.value.PluginValue;

/**
 * Asks a Python what it is, by running the shim's verb {@code probe} with it. The same run compiles
 * the shim's own files for that Python, so that no call has to. Stateless.
 */
final class RuntimeProbe {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(30);

  private final Path shimMain;

  RuntimeProbe(Path shimMain) {
    this.shimMain = shimMain;
  }

  /**
   * Probes one interpreter.
   *
   * @param python2 whether to start it as a Python 2
   * @throws IOException if it does not start, does not answer in time, or answers nonsense
   */
  PythonRuntime probe(String name, Path executable, boolean python2)
      throws IOException, InterruptedException {
    var candidate = new PythonRuntime(name, executable, python2 ? "2." : "3.");
    // The caller's environment is kept here: wrapper scripts around an interpreter need it.
    var builder = new ProcessBuilder(candidate.shimCommand(shimMain, "probe"));
    var result = ShimRun.run(builder, new byte[0], TIME_LIMIT);
    if (!result.succeeded() || result.answers().isEmpty()) {
      throw new IOException("did not answer, or ended with an error");
    }
    var answer = result.answers().getFirst();
    if (answer.get("executable") instanceof PluginValue.Text(var real)
        && answer.get("version") instanceof PluginValue.Text(var version)) {
      var runtime = new PythonRuntime(name, Path.of(real), version);
      if (runtime.isPython2() == python2) {
        return runtime;
      }
      throw new IOException("is a Python " + version);
    }
    throw new IOException("gave no answer that the executor understands");
  }
}
