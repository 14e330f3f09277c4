// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.util.Arrays;
import java.util.List;
import org.pluginexecutor.client.ConstructionOutcome;
import org.pluginexecutor.client.Execution;
import org.pluginexecutor.client.InstanceTest;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.server.plugin.PluginType;

/** Prints for people what became of constructing a plugin. Confined to one thread. */
final class InstanceTestReport {
  private final Style style;
  private final ReportLines lines;

  InstanceTestReport(Terminal terminal) {
    this.style = terminal.style();
    this.lines = new ReportLines(terminal);
  }

  void print(InstanceTest test) {
    switch (test.outcome()) {
      case ConstructionOutcome.Constructed(var hooks) -> constructed(hooks, test.execution());
      case Outcome failed -> lines.outcome(failed);
    }
    lines.end(test.output(), test.cost(), test.execution(), test.invocationId());
  }

  private void constructed(List<String> hooks, Execution execution) {
    lines.line("outcome", style.good("constructed") + ": the plugin takes the configuration");
    lines.line("hooks", hooks.isEmpty() ? "none" : joined(hooks));
    var missing = missing(hooks, execution);
    if (!missing.isEmpty()) {
      lines.line("missing hooks", joined(missing) + " (each counts as one that returned None)");
    }
  }

  /** The other hooks of the plugin's type; none for a type that only a newer server knows. */
  private static List<String> missing(List<String> hooks, Execution execution) {
    return Arrays.stream(PluginType.values())
        .filter(type -> execution.plugin().startsWith(type.manifestName() + "/"))
        .flatMap(type -> type.hooks().stream())
        .filter(hook -> !hooks.contains(hook))
        .toList();
  }

  private static String joined(List<String> names) {
    return Printing.visible(String.join(", ", names));
  }
}
