// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pluginexecutor.server.value.PluginValue;

/**
 * Asks a Python what it is, by running verbs of the shim with it: first {@code probe}, which also
 * compiles the shim's own files for that Python, so that no call has to; then {@code modules}, the
 * way workers are run. Stateless.
 */
final class RuntimeProbe {
  private final Path shimMain;
  private final Duration timeLimit;

  /**
   * Makes a probe.
   *
   * @param timeLimit how long one run of a Python may take
   */
  RuntimeProbe(Path shimMain, Duration timeLimit) {
    this.shimMain = shimMain;
    this.timeLimit = timeLimit;
  }

  /** A Python that starts and comes to no end. */
  static final class NoAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    NoAnswerException(Duration timeLimit) {
      super("gave no answer within " + timeLimit.toMillis() + " ms");
    }
  }

  /**
   * Finds out what an interpreter is.
   *
   * @param python2 whether to start it as a Python 2
   * @throws NoAnswerException if it does not answer in time
   * @throws IOException if it does not start, or answers nonsense
   */
  PythonRuntime identify(String name, Path executable, boolean python2)
      throws IOException, InterruptedException {
    var candidate = new PythonRuntime(name, executable, python2 ? "2." : "3.");
    // The caller's environment is kept here: wrapper scripts around an interpreter need it.
    var answer = ask(new ProcessBuilder(candidate.shimCommand(shimMain, "probe")));
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

  /**
   * Finds out what plugins can import there. Flags and environment are those of a worker, so that
   * it is known to work in them as well.
   *
   * @throws NoAnswerException if it does not answer in time
   * @throws IOException if it does not work so
   */
  PythonRuntime withModules(PythonRuntime runtime) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(runtime.shimCommand(shimMain, "modules"));
    var directory = String.valueOf(shimMain.toAbsolutePath().getParent());
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "HOME",
                directory,
                "LANG",
                "C.UTF-8",
                "PATH",
                "/usr/local/bin:/usr/bin:/bin",
                "TMPDIR",
                directory));
    PluginValue.Dict answer;
    try {
      answer = ask(builder);
    } catch (NoAnswerException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("does not work in the environment that plugins get", e);
    }
    var implementation =
        answer.get("implementation") instanceof PluginValue.Text(var text) ? text : "";
    return new PythonRuntime(
        runtime.name(), runtime.executable(), runtime.version(), implementation, modules(answer));
  }

  private PluginValue.Dict ask(ProcessBuilder builder) throws IOException, InterruptedException {
    var result = ShimRun.run(builder, new byte[0], timeLimit);
    if (!result.inTime()) {
      throw new NoAnswerException(timeLimit);
    }
    if (!result.succeeded() || result.answers().isEmpty()) {
      throw new IOException("did not answer, or ended with an error");
    }
    return result.answers().getFirst();
  }

  private static List<PythonModule> modules(PluginValue.Dict answer) {
    var modules = new ArrayList<PythonModule>();
    if (answer.get("modules") instanceof PluginValue.Items(var items)) {
      for (var item : items) {
        if (item instanceof PluginValue.Dict module
            && module.get("name") instanceof PluginValue.Text(var name)
            && module.get("found") instanceof PluginValue.Bool(var found)
            && module.get("version") instanceof PluginValue.Text(var version)) {
          modules.add(new PythonModule(name, found, version));
        }
      }
    }
    return modules;
  }
}
