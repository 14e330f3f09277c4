// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.PluginName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Downloads the zip of a plugin. */
@Command(
    name = "download",
    description = "Downloads the zip of a plugin, byte for byte as it was uploaded.")
final class PluginDownloadCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final TargetOption target = new TargetOption();

  @Parameters(
      paramLabel = "PLUGIN",
      converter = PluginNames.class,
      description = "NAME, NAME/VERSION or TYPE/NAME/VERSION; without version the active one.")
  private @Nullable PluginName plugin;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write it. Default: NAME-VERSION.zip in the current directory.")
  private @Nullable Path file;

  @Option(names = "--force", description = "Overwrite the file when it is there.")
  private boolean force;

  PluginDownloadCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    return target.connect(
        terminal,
        client -> {
          var found = client.plugins().get(Options.required(plugin));
          Path to = file != null ? file : Path.of(found.name() + "-" + found.version() + ".zip");
          var exactly = new PluginName(found.type(), found.name(), Optional.empty());
          var withVersion = exactly.withVersion(found.version());
          OutputFile.write(to, force, out -> client.plugins().download(withVersion, out));
          terminal
              .out()
              .println("downloaded: " + Printing.visible(PluginTexts.id(found) + " to " + to));
          return ExitCode.OK;
        });
  }
}
