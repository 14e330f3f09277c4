// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Does something again whenever an author changes a file. Confined to one thread. */
final class WatchedRuns {
  private final Terminal terminal;
  private final Path plugin;
  private final List<Path> files;

  /**
   * Prepares it.
   *
   * @param plugin directory of the plugin
   * @param files what is watched besides
   */
  WatchedRuns(Terminal terminal, Path plugin, List<Path> files) {
    this.terminal = terminal;
    this.plugin = plugin;
    this.files = List.copyOf(files);
  }

  /** One run; its exit code is for whoever runs it once. */
  @FunctionalInterface
  interface Run {
    int run() throws IOException, InterruptedException;
  }

  /** Goes on until the thread is interrupted, or the process ends. */
  int repeat(Run run) throws IOException, InterruptedException {
    while (true) {
      try (var watch = FileWatch.start(plugin, files)) {
        try {
          run.run();
        } catch (CliException e) {
          // What the author has to mend: the next change may do it.
          new FailurePrinter(terminal).print(e, false);
        }
        terminal.out().println();
        terminal.out().println(terminal.style().dim("waiting for a change; Ctrl-C ends"));
        watch.awaitChange();
      }
    }
  }
}
