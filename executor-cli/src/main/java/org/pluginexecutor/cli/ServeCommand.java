// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.settings.ConfigKeys;
import org.pluginexecutor.server.settings.ConfigSources;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a server. */
@Command(
    name = "serve",
    description = {
      "Runs the server until it is told to end (Ctrl-C, SIGTERM); running hooks may then finish"
          + " within the drain timeout.",
      "Prints 'serving on HOST:PORT' when it is ready, or the socket; with both, a line each. The"
          + " log goes to standard error; what plugins print is in it, on lines of the logger"
          + " 'plugin'.",
      "Callers show a token. The server makes one that only its own user can read and prints 'token"
          + " in FILE'; commands of that user on this machine find it by themselves when the data"
          + " directory is the default one. 'token create' makes one for somebody else.",
      "Without --tls-certificate the port is one that only this machine reaches."
    },
    footer = {
      "Durations have a unit: 500ms, 30s, 5m, 1h. So have sizes: 512B, 64KiB, 200MiB, 1GiB.",
      "Each option is also a key of the file and a variable of the environment, such as",
      "sandbox.worker-memory and PLUGIN_EXECUTOR_SANDBOX_WORKER_MEMORY; some keys have no option.",
      "An option counts more than a variable, a variable more than the file. docs/CONFIG.md has"
          + " all",
      "of them."
    })
final class ServeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML file with settings. Default: none is read.")
  private @Nullable Path file;

  @Option(
      names = "--check-config",
      description =
          "Print every setting with its value and where that comes from, as YAML with secrets"
              + " masked, and end; nothing is started.")
  private boolean checkOnly;

  private ServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  static CommandLine make(Terminal terminal) {
    var command = new CommandLine(new ServeCommand(terminal));
    var spec = command.getCommandSpec();
    ConfigFlags.addTo(spec, ConfigKeys.ofSection("server"));
    ConfigFlags.addTo(spec, ConfigKeys.ofSection(""));
    ConfigFlags.addTo(spec, "Encryption of the TCP port", ConfigKeys.ofSection("tls"));
    ConfigFlags.addTo(spec, ConfigKeys.ofSection("invocation"));
    ConfigFlags.addTo(spec, "Walls around plugins", ConfigKeys.ofSection("sandbox"));
    ConfigFlags.addTo(spec, "What is demanded of plugins", ConfigKeys.ofSection("packages"));
    ConfigFlags.addTo(spec, "Which plugins are trusted", ConfigKeys.ofSection("trust"));
    ConfigFlags.addTo(spec, "Encryption and audit", ConfigKeys.ofSection("store"));
    ConfigFlags.addTo(spec, "Who may do what", ConfigKeys.ofSection("access"));
    ConfigFlags.addTo(spec, "What plugins may ask for", ConfigKeys.ofSection("services"));
    ConfigFlags.addTo(spec, "Log", ConfigKeys.ofSection("log"));
    ConfigFlags.addTo(spec, "Metrics and probes", ConfigKeys.ofSection("admin"));
    ConfigFlags.addTo(
        spec, "Metrics and traces for a collector", ConfigKeys.ofSection("telemetry"));
    return command;
  }

  @Override
  public Integer call() throws InterruptedException {
    var command = Options.required(spec);
    if (RootCommand.of(command).isVerbose()) {
      LogSetup.everything();
    }
    var effective =
        ConfigFlags.load(
            new ConfigSources(
                DataDirectories.byDefault(terminal),
                Optional.ofNullable(file),
                terminal.environment(),
                ConfigFlags.given(command, ConfigKeys.all())),
            ExitCode.CONFIGURATION);
    if (checkOnly) {
      terminal.out().print(effective.tree());
    } else {
      ServerRun.untilClosed(effective.config(), terminal);
    }
    return ExitCode.OK.code();
  }
}
