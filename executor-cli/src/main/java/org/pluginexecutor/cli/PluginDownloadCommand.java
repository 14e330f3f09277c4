// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.PluginExecutorClient;
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
          download(client, exactly.withVersion(found.version()), to);
          terminal
              .out()
              .println("downloaded: " + Printing.visible(PluginTexts.id(found) + " to " + to));
          return ExitCode.OK;
        });
  }

  /** Writes aside and renames, so that the file is complete or not there. */
  private void download(PluginExecutorClient client, PluginName exactly, Path to) {
    Path aside = to.resolveSibling("." + to.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      if (!force && Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(to.toString());
      }
      try {
        try (OutputStream out = Files.newOutputStream(aside, StandardOpenOption.CREATE_NEW)) {
          client.plugins().download(exactly, out);
        }
        if (force) {
          Files.move(aside, to, StandardCopyOption.REPLACE_EXISTING);
        } else {
          Files.move(aside, to);
        }
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (FileAlreadyExistsException e) {
      throw new CliException(ExitCode.OUTPUT, to + ": is there already; --force overwrites it", e);
    } catch (IOException e) {
      throw new CliException(ExitCode.OUTPUT, to + ": cannot be written (" + e + ")", e);
    }
  }
}
