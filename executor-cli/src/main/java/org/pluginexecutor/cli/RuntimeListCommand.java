// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.pluginexecutor.client.PluginRuntime;
import org.pluginexecutor.client.RuntimeModule;
import org.pluginexecutor.client.ServerDescription;
import org.pluginexecutor.client.ServerLimits;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the Pythons of a server, and the limits that are in force. */
@Command(
    name = "list",
    description =
        "Lists the Pythons that the server runs plugins on, what plugins may import there, and the"
            + " limits that are in force.",
    footer = {
      "Plugins run on the preferred runtime for their MANIFEST: with entry_point on one for",
      "Python 3, without on one for Python 2. 'plugin-executor serve --runtime' names more."
    })
final class RuntimeListCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final TargetOption target = new TargetOption();

  @Option(names = "--json", description = "Print everything as one JSON object.")
  private boolean json;

  RuntimeListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    return target.connect(
        terminal,
        client -> {
          print(client.runtimes().describe());
          return ExitCode.OK;
        });
  }

  private void print(ServerDescription server) {
    if (json) {
      terminal.out().println(JsonWriter.indented(RuntimeDocuments.server(server)));
      return;
    }
    var table = Table.titled("NAME", "VERSION", "RUNS PLUGINS", "PREFERRED", "MODULES", "MISSING");
    for (var runtime : server.runtimes()) {
      table.row(
          runtime.name(),
          runtime.implementation() + " " + runtime.version(),
          runtime.runsWithoutEntryPoint() ? "without entry_point" : "with entry_point",
          runtime.preferred() ? "yes" : "-",
          modules(runtime, true),
          modules(runtime, false));
    }
    table.print(terminal.out());
    terminal.out().println();
    printServer(server);
  }

  private static String modules(PluginRuntime runtime, boolean found) {
    var names =
        runtime.modules().stream()
            .filter(module -> module.found() == found)
            .map(RuntimeListCommand::module)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "-" : names;
  }

  private static String module(RuntimeModule module) {
    return module.name() + module.version().map(version -> " " + version).orElse("");
  }

  private void printServer(ServerDescription server) {
    var lines = new ReportLines(terminal);
    lines.line("server", Printing.visible(server.serverVersion()));
    lines.line(
        "runs types",
        server.executedPluginTypes().stream()
            .map(PluginNames::word)
            .collect(Collectors.joining(", ")));
    lines.line("isolation", PluginTexts.word(server.isolationLevel()));
    lines.line(
        "start",
        server.startKinds().stream().map(PluginTexts::word).collect(Collectors.joining(", ")));
    print(lines, server.limits());
  }

  private static void print(ReportLines lines, ServerLimits limits) {
    lines.line(
        "slots",
        limits.slots()
            + ", then "
            + limits.queueLength()
            + " calls wait for at most "
            + Printing.duration(limits.queueTimeout()));
    lines.line(
        "time limit",
        Printing.duration(limits.defaultTimeLimit())
            + ", at most "
            + Printing.duration(limits.maxTimeLimit()));
    lines.line("result", "at most " + Printing.bytes(limits.resultLimitBytes()));
    lines.line(
        "output",
        Printing.bytes(limits.outputLimitBytes())
            + " and "
            + limits.outputLimitLines()
            + " lines of each stream");
    lines.line(
        "packages",
        "at most "
            + limits.packageEntries()
            + " entries, "
            + Printing.bytes(limits.packageUnpackedBytes())
            + " unpacked");
    lines.line("tracebacks", limits.tracebacksHidden() ? "in the server's log only" : "to callers");
  }
}
