// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.value.ValueJson;

/**
 * Asks a Python what it is, by running the shim's verb {@code probe} with it. The same run compiles
 * the shim's own files for that Python, so that no call has to. Stateless.
 */
final class RuntimeProbe {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(30);
  private static final int MAX_ANSWER_BYTES = 16 << 10;

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
    var answer = run(candidate.shimCommand(shimMain, "probe"));
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

  private static PluginValue.Dict run(List<String> command)
      throws IOException, InterruptedException {
    // The caller's environment is kept here: wrapper scripts around an interpreter need it.
    var builder = new ProcessBuilder(command).redirectErrorStream(false);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    var process = builder.start();
    try {
      process.getOutputStream().close();
      // The answer fits into the pipe, so the process can end before anybody reads.
      if (!process.waitFor(TIME_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("did not answer within " + TIME_LIMIT.toSeconds() + " s");
      }
      if (process.exitValue() != 0) {
        throw new IOException("ended with exit code " + process.exitValue());
      }
      var answer = process.getInputStream().readNBytes(MAX_ANSWER_BYTES);
      var text = new String(answer, StandardCharsets.UTF_8).strip();
      return ValueJson.read(text.getBytes(StandardCharsets.UTF_8)) instanceof PluginValue.Dict dict
          ? dict
          : new PluginValue.Dict(Map.of());
    } finally {
      process.destroyForcibly();
    }
  }
}
