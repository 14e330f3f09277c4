// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the tests that a plugin brings. */
@Command(
    name = "test",
    description = {
      "Runs the tests of a plugin: with pytest where the Python has it, with unittest elsewhere.",
      "They get the environment of a worker and the plugin SDK with its fakes, test helpers and"
          + " pytest fixtures. The exit code is that of pytest or unittest."
    },
    footer = "Example: plugin-executor plugin test my_plugin -- -k wrong_password")
final class PluginTestCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Directory of the plugin. Default: the current one.")
  private @Nullable Path directory;

  @Parameters(
      index = "1..*",
      paramLabel = "ARGUMENT",
      description = "What is passed on to pytest or unittest, after --.")
  private List<String> arguments = List.of();

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description = "The Python to run them on. Default: the one that a server here would use.")
  private @Nullable Path python;

  @Option(names = "--watch", description = "Run them again at each change, until Ctrl-C.")
  private boolean watch;

  PluginTestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    LogSetup.warningsOnly();
    Path plugin = AuthorFiles.plugin(Options.required(directory));
    if (watch) {
      return new WatchedRuns(terminal, plugin, List.of()).repeat(() -> test(plugin));
    }
    return test(plugin);
  }

  private int test(Path plugin) throws IOException, InterruptedException {
    return PythonTests.run(plugin, Optional.ofNullable(python), arguments, terminal);
  }
}
