// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.util.ArrayList;
import java.util.List;

/**
 * How a server starts hooks. Immutable.
 *
 * @param name what it is called in tables
 * @param isolation full, portable or none
 * @param countsHooks whether the kernel hands the time of hooks up to the server: not of those that
 *     end together with their namespace
 * @param options of {@code plugin-executor serve}, besides the address and the data
 * @param startedBy what stands before the server's command
 */
record ServerFlags(
    String name,
    String isolation,
    boolean countsHooks,
    List<String> options,
    List<String> startedBy) {
  private static final String EXEC = ", exec";

  ServerFlags {
    options = List.copyOf(options);
    startedBy = List.copyOf(startedBy);
  }

  /** Hooks start from a warm interpreter, with so many processes that stand ready. */
  static ServerFlags fork(String isolation, int waitingWorkers) {
    var name =
        isolation + ", fork" + (waitingWorkers == 0 ? "" : ", " + waitingWorkers + " waiting");
    return new ServerFlags(
        name,
        isolation,
        true,
        List.of(
            "--isolation",
            isolation,
            "--start",
            "fork",
            "--waiting-workers",
            Integer.toString(waitingWorkers)),
        List.of());
  }

  /** Hooks start in a fresh interpreter. */
  static ServerFlags exec(String isolation) {
    return new ServerFlags(
        isolation + EXEC,
        isolation,
        isolation.equals("none"),
        List.of("--isolation", isolation, "--start", "exec"),
        List.of());
  }

  /** Whether the hooks of a server with this name start in a fresh interpreter. */
  static boolean startsFresh(String name) {
    return name.endsWith(EXEC);
  }

  ServerFlags with(String... more) {
    var all = new ArrayList<String>(options);
    all.addAll(List.of(more));
    return new ServerFlags(name, isolation, countsHooks, all, startedBy);
  }

  ServerFlags startedBy(List<String> command) {
    return new ServerFlags(name, isolation, countsHooks, options, command);
  }
}
