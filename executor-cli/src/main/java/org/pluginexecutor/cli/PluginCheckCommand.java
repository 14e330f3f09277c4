// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a package before anybody uploads it. */
@Command(
    name = "check",
    description = {
      "Checks a plugin by the rules of an upload and names every problem at once.",
      "Needs no server. Warnings do not keep a plugin from being uploaded."
    },
    footer = "Example: plugin-executor plugin check examples/sample_aa")
final class PluginCheckCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "DIR_OR_ZIP", description = "Directory or zip file of the plugin.")
  private @Nullable Path plugin;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  PluginCheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    LogSetup.warningsOnly();
    var rules = PackageOptions.config(Options.required(spec));
    try (var zip = Packer.open(Options.required(plugin))) {
      var result = PackageReport.check(zip.readAllBytes(), rules);
      if (json) {
        terminal.out().println(JsonWriter.indented(PackageReport.document(result)));
      } else {
        PackageReport.print(result, terminal);
        PackageReport.hooks(result).ifPresent(hooks -> terminal.out().println("hooks: " + hooks));
        terminal
            .out()
            .println(
                (result.isValid() ? "valid: " : "not valid: ")
                    + PackageReport.count(result.findings()));
      }
      return (result.isValid() ? ExitCode.OK : ExitCode.DATA).code();
    }
  }
}
