// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.PrintStream;

/** Prints what the demo says around its calls. Confined to one thread. */
final class DemoPrinter {
  private final PrintStream out;
  private final Style style;
  private final HookPrinter hooks;

  DemoPrinter(Terminal terminal) {
    this.out = terminal.out();
    this.style = terminal.style();
    this.hooks = new HookPrinter(terminal);
  }

  /** What prints the calls of the session. */
  HookPrinter hooks() {
    return hooks;
  }

  void introduction(Table cast) {
    out.println(style.bold("One session, as a gateway has it with the server over gRPC."));
    out.println("alice comes from 192.0.2.10 and wants to be root on 198.51.100.7:22 by ssh.");
    out.println();
    cast.print(out);
  }

  void chapter(String sentence) {
    out.println();
    out.println(style.bold(sentence));
  }

  /** Says that an answer is not what the samples give; returns false for the caller to return. */
  boolean unexpected(String expected) {
    out.println();
    out.println(style.bad("That is not the expected answer (expected: " + expected + ")."));
    return false;
  }

  void whatNext() {
    out.println();
    out.println(style.bold("Done; the server is stopped and its files are removed. To go on:"));
    out.println();
    next("a server that stays", "./plugin-executor serve");
    next(
        "in another terminal: give it a plugin, and call a hook of it",
        "./plugin-executor plugin upload examples/sample_aa",
        "./plugin-executor call authenticate --plugin sample_aa --arg gateway_user=alice");
    next(
        "without a server: call a hook of a plugin that is being written",
        "./plugin-executor call authenticate --local examples/sample_aa --arg gateway_user=alice");
    out.println("README.md says how gateways use it, examples/README.md how to write plugins.");
  }

  private void next(String purpose, String... commands) {
    out.println(style.dim("  # " + purpose));
    for (var command : commands) {
      out.println("  " + command);
    }
    out.println();
  }
}
