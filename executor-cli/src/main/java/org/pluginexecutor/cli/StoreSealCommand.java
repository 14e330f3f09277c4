// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.ServicesSealing;
import org.pluginexecutor.server.services.ServicesFileException;
import org.pluginexecutor.server.settings.ConfigKey;
import org.pluginexecutor.server.settings.ConfigKeys;
import org.pluginexecutor.server.settings.ConfigSources;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Encrypts the secrets of a services file. */
@Command(
    name = "seal",
    description = {
      "Encrypts the passwords and keys in a services file, the one of 'serve --services-file', with"
          + " the key of a store. Everything else in the file stays as it is.",
      "A sealed secret opens only in this place of the file, and only with this store's key: seal"
          + " again what you write anew, and after a rename."
    },
    footer =
        "Example: plugin-executor store seal services.yaml --store-key-file"
            + " /etc/plugin-executor/store.key")
final class StoreSealCommand implements Callable<Integer> {
  private static final List<String> KEYS =
      List.of("server.data-directory", "store.key-file", "store.key-command");

  private final Terminal terminal;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The services file.")
  private @Nullable Path file;

  private StoreSealCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  static CommandLine make(Terminal terminal) {
    var command = new CommandLine(new StoreSealCommand(terminal));
    ConfigFlags.addTo(command.getCommandSpec(), keys());
    return command;
  }

  private static List<ConfigKey<?>> keys() {
    return ConfigKeys.all().stream().filter(key -> KEYS.contains(key.name())).toList();
  }

  @Override
  public Integer call() {
    LogSetup.warningsOnly();
    var services = Options.required(file);
    var effective =
        ConfigFlags.load(
            new ConfigSources(
                DataDirectories.byDefault(terminal),
                Optional.empty(),
                Map.of(),
                ConfigFlags.given(Options.required(spec), keys())),
            ExitCode.USAGE);
    try {
      int count = ServicesSealing.seal(services, effective.config());
      terminal.out().println("sealed: " + count);
    } catch (ServicesFileException e) {
      throw new CliException(ExitCode.DATA, e.errors(), e);
    } catch (IOException e) {
      throw new CliException(ExitCode.OUTPUT, String.valueOf(e.getMessage()), e);
    }
    return ExitCode.OK.code();
  }
}
