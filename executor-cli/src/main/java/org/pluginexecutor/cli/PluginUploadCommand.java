// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.UploadOptions;
import org.pluginexecutor.client.UploadResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Uploads a plugin. */
@Command(
    name = "upload",
    description = {
      "Uploads a plugin and, unless told otherwise, makes its version the active one.",
      "A directory is packed first: it holds MANIFEST and main.py, and is zipped without"
          + " __pycache__, *.pyc and .git. The server checks the package."
    },
    footer = "Example: plugin-executor plugin upload examples/sample_aa")
final class PluginUploadCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final TargetOption target = new TargetOption();

  @Parameters(paramLabel = "DIR_OR_ZIP", description = "Directory or zip file of the plugin.")
  private @Nullable Path plugin;

  @Option(
      names = "--signature",
      paramLabel = "FILE",
      description =
          "Signature of the package, as 'plugin sign' writes it. Default: the zip's name and .sig"
              + " when that file is there; a directory has none.")
  private @Nullable Path signature;

  @Option(
      names = "--without-activation",
      description =
          "Leave the active version as it is; the first version of a plugin becomes active anyway.")
  private boolean withoutActivation;

  @Option(names = "--json", description = "Print the stored plugin as JSON.")
  private boolean json;

  PluginUploadCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    var from = Options.required(plugin);
    try (var zip = Packer.open(from)) {
      var options = options(from);
      return target.connect(
          terminal,
          client -> {
            print(client.plugins().upload(zip, options));
            return ExitCode.OK;
          });
    }
  }

  private UploadOptions options(Path from) {
    var options = UploadOptions.newBuilder().withoutActivation(withoutActivation);
    var signed =
        signature != null ? Optional.of(SignatureFile.read(signature)) : SignatureFile.beside(from);
    signed.ifPresent(options::signature);
    return options.build();
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
                    + (plugin.active() ? ", the active version, " : ", not the active version, ")
                    + plugin.digest()));
    plugin
        .runtime()
        .ifPresentOrElse(
            runtime -> terminal.out().println(Printing.visible("runs on: " + runtime)),
            () -> terminal.out().println("runs on: nothing, the server has no runtime for it"));
  }
}
