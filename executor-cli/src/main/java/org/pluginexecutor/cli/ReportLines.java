// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.PrintStream;
import org.pluginexecutor.client.Cost;
import org.pluginexecutor.client.Execution;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.OutputSummary;

/**
 * Prints for people what the answers to all calls that run a plugin have. Confined to one thread.
 */
final class ReportLines {
  private final PrintStream out;
  private final Style style;

  ReportLines(Terminal terminal) {
    this.out = terminal.out();
    this.style = terminal.style();
  }

  void outcome(Outcome outcome) {
    String word = Documents.word(outcome);
    line("outcome", outcome instanceof Outcome.Returned ? style.good(word) : style.bad(word));
    switch (outcome) {
      case Outcome.Returned(var result, var verdict) -> {
        verdict.ifPresent(kind -> line("verdict", style.verdict(kind)));
        block("result", JsonWriter.indented(result));
      }
      case Outcome.Raised(var type, var message, var traceback) -> {
        line("exception", problem(type, message));
        traceback(traceback);
      }
      case Outcome.BadResult(var path, var message) ->
          line("problem", Printing.visible(path + ": " + message));
      case Outcome.LoadFailed(var step, var type, var message, var traceback) -> {
        line("step", PluginTexts.word(step));
        line("problem", problem(type, message));
        traceback(traceback);
      }
      case Outcome.TimedOut(var limit) -> line("time limit", Printing.duration(limit));
      case Outcome.Killed(var signal, var name) ->
          line("signal", Printing.visible(name + " (" + signal + ")"));
      case Outcome.Exited(var exitCode) -> line("exit code", Integer.toString(exitCode));
      case Outcome.Unrecognized _ ->
          line("problem", "the server says what this command does not know; is it newer?");
    }
  }

  private static String problem(String type, String message) {
    boolean both = !type.isEmpty() && !message.isEmpty();
    return Printing.visible(both ? type + ": " + message : type + message);
  }

  /** What it cost and what ran, which every answer ends with. */
  void end(OutputSummary output, Cost cost, Execution execution, String invocationId) {
    dropped(output);
    line("cost", cost(cost));
    line("ran", execution(execution));
    line("invocation", Printing.visible(invocationId));
  }

  private void traceback(String traceback) {
    if (!traceback.isBlank()) {
      out.println("traceback");
      out.print(Printing.indented(traceback));
    }
  }

  private void dropped(OutputSummary output) {
    long dropped = output.stdoutDroppedBytes() + output.stderrDroppedBytes();
    if (dropped > 0) {
      line("log", Printing.bytes(dropped) + " of what the plugin printed was too much to keep");
    }
  }

  private static String cost(Cost cost) {
    return "run "
        + Printing.duration(cost.runTime())
        + ", start "
        + Printing.duration(cost.startTime())
        + ", queue "
        + Printing.duration(cost.queueTime())
        + ", CPU "
        + Printing.duration(cost.cpuTime())
        + ", peak memory "
        + Printing.bytes(cost.peakMemoryBytes());
  }

  private static String execution(Execution execution) {
    return Printing.visible(
        execution.plugin()
            + " on "
            + execution.runtime()
            + " (Python "
            + execution.runtimeVersion()
            + "), isolation level "
            + PluginTexts.word(execution.isolationLevel()));
  }

  void line(String label, String value) {
    out.println((label + " ".repeat(Math.max(1, 16 - label.length())) + value).stripTrailing());
  }

  void block(String label, String text) {
    if (text.indexOf('\n') < 0) {
      line(label, text);
    } else {
      out.println(label);
      out.print(Printing.indented(text));
    }
  }
}
