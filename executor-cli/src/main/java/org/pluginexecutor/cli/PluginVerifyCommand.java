// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.IntegrityCheck;
import org.pluginexecutor.client.PluginName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds what a server stores of a plugin against what it has to be. */
@Command(
    name = "verify",
    description = {
      "Holds the files that a server stores of a plugin against what was uploaded:",
      "the zip against its digest (zip_checksum), and the unpacked files that run, byte code"
          + " included (zip_content). Also says whether the server trusts it (trusted). The exit"
          + " code is 65 when a check fails."
    })
final class PluginVerifyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final TargetOption target = new TargetOption();

  @Parameters(
      paramLabel = "PLUGIN",
      converter = PluginNames.class,
      description = "NAME, NAME/VERSION or TYPE/NAME/VERSION; without version the active one.")
  private @Nullable PluginName plugin;

  @Option(names = "--json", description = "Print the checks as JSON.")
  private boolean json;

  PluginVerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    return target.connect(
        terminal,
        client -> {
          var checks = client.plugins().verify(Options.required(plugin));
          print(checks);
          return checks.stream().allMatch(IntegrityCheck::passed) ? ExitCode.OK : ExitCode.DATA;
        });
  }

  private void print(List<IntegrityCheck> checks) {
    if (json) {
      var document = new LinkedHashMap<String, @Nullable Object>();
      document.put("checks", checks.stream().map(Documents::integrityCheck).toList());
      terminal.out().println(JsonWriter.indented(document));
      return;
    }
    var table = Table.untitled("");
    for (var check : checks) {
      table.row(
          Printing.visible(check.name()),
          check.passed() ? "passed" : "failed",
          Printing.visible(check.reason()));
    }
    table.print(terminal.out());
  }
}
