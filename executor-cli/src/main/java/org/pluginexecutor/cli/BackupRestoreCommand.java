// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.RestoreResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a saved store back. */
@Command(
    name = "restore",
    description = {
      "Makes the store what it was when the backup was made, or changes nothing at all.",
      "Without --replace a store that has plugins or instances is left alone. Nothing is asked"
          + " before it starts.",
      "The server checks every package by its own rules, and needs the key that the backup was"
          + " made with, if any."
    },
    footer = "Example: plugin-executor backup restore store.backup")
final class BackupRestoreCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final TargetOption target = new TargetOption();

  @Parameters(paramLabel = "FILE", description = "A file that 'backup create' has written.")
  private @Nullable Path file;

  @Option(
      names = "--replace",
      description =
          "Replace what is stored now: plugins and instances that are not in the backup are gone"
              + " afterwards.")
  private boolean replace;

  @Option(names = "--json", description = "Print what the store has now as JSON.")
  private boolean json;

  BackupRestoreCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    return target.connect(
        terminal,
        client -> {
          print(restore(client, Options.required(file)));
          return ExitCode.OK;
        });
  }

  private RestoreResult restore(PluginExecutorClient client, Path backup) {
    try {
      return client.backups().restore(backup, replace);
    } catch (NoSuchFileException e) {
      throw new CliException(ExitCode.MISSING, backup + ": no such file", e);
    } catch (IOException e) {
      throw new CliException(ExitCode.MISSING, backup + ": cannot be read (" + e + ")", e);
    }
  }

  private void print(RestoreResult result) {
    if (json) {
      terminal.out().println(JsonWriter.indented(Map.of("store", Documents.restored(result))));
      return;
    }
    terminal
        .out()
        .println(
            "restored: the store has "
                + Printing.count(result.plugins(), "plugin version")
                + " and "
                + Printing.count(result.instances(), "instance")
                + " now, as of "
                + result.createTime());
  }
}
