// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.PluginExecutorClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Saves the store to a file. */
@Command(
    name = "create",
    description = {
      "Saves everything that the server stores to one file, while the server goes on working.",
      "The file is complete or not there. It holds the configurations of all instances, so only"
          + " you may read it (mode 0600); it is encrypted when the store is, under the same key."
    },
    footer = "Example: plugin-executor backup create store.backup")
final class BackupCreateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final TargetOption target = new TargetOption();

  @Parameters(paramLabel = "FILE", description = "Where to write it. It must not be there yet.")
  private @Nullable Path file;

  @Option(names = "--json", description = "Print the file and its size as JSON.")
  private boolean json;

  BackupCreateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    return target.connect(
        terminal,
        client -> {
          var to = Options.required(file);
          print(to, create(client, to));
          return ExitCode.OK;
        });
  }

  private static long create(PluginExecutorClient client, Path to) {
    try {
      client.backups().create(to);
      return Files.size(to);
    } catch (FileAlreadyExistsException e) {
      throw new CliException(ExitCode.OUTPUT, to + ": is there already; name another file", e);
    } catch (IOException e) {
      throw new CliException(ExitCode.OUTPUT, to + ": cannot be written (" + e + ")", e);
    }
  }

  private void print(Path to, long sizeBytes) {
    if (json) {
      var backup = new LinkedHashMap<String, @Nullable Object>();
      backup.put("file", to.toString());
      backup.put("size_bytes", sizeBytes);
      terminal.out().println(JsonWriter.indented(Map.of("backup", backup)));
      return;
    }
    terminal
        .out()
        .println(Printing.visible("backed up: to " + to + ", " + Printing.bytes(sizeBytes)));
  }
}
