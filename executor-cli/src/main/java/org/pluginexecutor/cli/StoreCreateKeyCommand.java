// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.secret.KeyFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes the key file that a store is encrypted with. */
@Command(
    name = "create-key",
    description = {
      "Makes a file with a new key, by which a server encrypts the configurations that it stores.",
      "Only you can read the file. One that is there is never overwritten: it may be the only key"
          + " to something."
    },
    footer = "Example: plugin-executor store create-key /etc/plugin-executor/store.key")
final class StoreCreateKeyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "Where to write the key.")
  private @Nullable Path file;

  StoreCreateKeyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    LogSetup.warningsOnly();
    var to = Options.required(file);
    try {
      KeyFiles.create(to);
    } catch (FileAlreadyExistsException e) {
      throw new CliException(
          ExitCode.OUTPUT, to + ": is there already (expected: a name that is free)", e);
    } catch (IOException e) {
      throw new CliException(ExitCode.OUTPUT, to + ": cannot be written (" + e + ")", e);
    }
    var out = terminal.out();
    out.println("created: " + Printing.visible(to.toString()));
    out.println("Keep it apart from the data directory: who has both can read everything.");
    out.println("Make a copy in a safe place: without it stored configurations cannot be read.");
    out.println("The server's user has to own it, and nobody else may be able to read it.");
    return ExitCode.OK.code();
  }
}
