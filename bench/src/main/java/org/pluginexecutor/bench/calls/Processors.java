// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.util.List;

/**
 * Which processors a server has, and which its clients, so that a load that grows takes nothing
 * from the server as it would from another machine. Immutable.
 *
 * @param server as taskset(1) lists them
 * @param clients as taskset(1) lists them
 */
record Processors(String server, String clients) {

  /**
   * Half of them each, the lower ones for the server.
   *
   * @throws IllegalArgumentException if there is only one
   */
  static Processors halves() {
    int all = Runtime.getRuntime().availableProcessors();
    if (all < 2) {
      throw new IllegalArgumentException(
          "processors: " + all + " (expected: at least 2, or --together)");
    }
    int half = all / 2;
    return new Processors("0-" + (half - 1), half + "-" + (all - 1));
  }

  /** What stands before the server's command. */
  List<String> serverCommand() {
    return List.of("taskset", "--cpu-list", server);
  }

  /** Leaves the server's processors alone from now on. */
  void keepOffServer() throws IOException {
    var command =
        List.of(
            "taskset",
            "--all-tasks",
            "--cpu-list",
            "--pid",
            clients,
            Long.toString(ProcessHandle.current().pid()));
    var process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    if (!Ends.await(process)) {
      throw new IOException(String.join(" ", command) + ": failed (expected: it ends with 0)");
    }
  }
}
