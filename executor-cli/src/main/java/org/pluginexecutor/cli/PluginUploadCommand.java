// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.UploadResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Uploads a plugin. */
@Command(
    name = "upload",
    description = {
      "Uploads a plugin and makes its version the active one.",
      "A directory is packed first: it holds MANIFEST and main.py, and is zipped without"
          + " __pycache__, *.pyc and .git. The server checks the package."
    },
    footer = "Example: plugin-executor plugin upload examples/sample_aa")
final class PluginUploadCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final TargetOption target = new TargetOption();

  @Parameters(paramLabel = "DIR_OR_ZIP", description = "Directory or zip file of the plugin.")
  private @Nullable Path plugin;

  @Option(names = "--json", description = "Print the stored plugin as JSON.")
  private boolean json;

  PluginUploadCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    try (var zip = Packer.open(Options.required(plugin))) {
      return target.connect(
          terminal,
          client -> {
            print(client.plugins().upload(zip));
            return ExitCode.OK;
          });
    }
  }

  private void print(UploadResult result) {
    if (json) {
      var document = new LinkedHashMap<String, @Nullable Object>();
      document.put("plugin", Documents.plugin(result.plugin()));
      document.put("already_stored", result.alreadyStored());
      document.put("warnings", result.warnings().stream().map(Documents::warning).toList());
      terminal.out().println(JsonWriter.indented(document));
      return;
    }
    result
        .warnings()
        .forEach(
            warning -> terminal.err().println("warning: " + Printing.visible(warning.toString())));
    var plugin = result.plugin();
    terminal
        .out()
        .println(
            Printing.visible(
                (result.alreadyStored() ? "was stored already: " : "uploaded: ")
                    + PluginTexts.id(plugin)
                    + ", the active version, "
                    + plugin.digest()));
    plugin
        .runtime()
        .ifPresentOrElse(
            runtime -> terminal.out().println(Printing.visible("runs on: " + runtime)),
            () -> terminal.out().println("runs on: nothing, the server has no runtime for it"));
  }
}
