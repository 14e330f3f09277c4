// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a server. */
@Command(
    name = "serve",
    description = {
      "Runs the server until it is told to end (Ctrl-C, SIGTERM); running hooks may then finish"
          + " within the drain timeout.",
      "Prints 'serving on HOST:PORT' when it is ready. The log goes to standard error; what plugins"
          + " print is in it, on lines of the logger 'plugin'.",
      "The connection is not encrypted and nobody has to log in: anybody who reaches the port may"
          + " call, read and upload plugins. Keep it on this machine or in a closed network."
    },
    footer = "Durations have a unit: 500ms, 30s, 5m, 1h. So have sizes: 512B, 64KiB, 200MiB, 1GiB.")
final class ServeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final PackageOptions packages = new PackageOptions();

  @ArgGroup(validate = false, heading = "%nWalls around plugins:%n")
  private final SandboxOptions sandbox = new SandboxOptions();

  @ArgGroup(validate = false, heading = "%nMetrics and probes:%n")
  private final AdminOptions admin = new AdminOptions();

  @ArgGroup(validate = false, heading = "%nLogs:%n")
  private final LogOptions logs = new LogOptions();

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "Address to listen on. Default: 127.0.0.1, which only this machine reaches.")
  private String host = "";

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "50061",
      description = "TCP port to listen on; 0: a free one. Default: 50061.")
  private int port;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Where plugins and instances are kept. Default: plugin-executor under $XDG_DATA_HOME or"
              + " ~/.local/share.")
  private @Nullable Path dataDirectory;

  @Option(
      names = "--runtime",
      paramLabel = "NAME=EXECUTABLE",
      description =
          "A Python to run plugins on. May be repeated; the first that suits a plugin is taken."
              + " Without one, python3 and python2 are looked for on the search path and at pyenv.")
  private List<String> runtimes = List.of();

  @Option(
      names = "--slots",
      paramLabel = "N",
      defaultValue = "64",
      description = "How many hooks may run at once. Default: 64.")
  private int slots;

  @Option(
      names = "--default-time-limit",
      paramLabel = "TIME",
      defaultValue = "300s",
      converter = Durations.class,
      description =
          "Time limit of a call when neither it nor its instance names one. Default: 300s.")
  private Duration defaultTimeLimit = Duration.ZERO;

  @Option(
      names = "--max-time-limit",
      paramLabel = "TIME",
      defaultValue = "1h",
      converter = Durations.class,
      description = "Longest time limit that a call may ask for. Default: 1h.")
  private Duration maxTimeLimit = Duration.ZERO;

  @Option(
      names = "--state-limit",
      paramLabel = "SIZE",
      defaultValue = "64MiB",
      converter = Sizes.class,
      description =
          "How much a plugin may keep in each of its state directories, 4KiB to 1TiB. Default:"
              + " 64MiB.")
  private long stateLimitBytes;

  @Option(
      names = "--drain-timeout",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = Durations.class,
      description =
          "How long running hooks may go on when the server is told to end. Default: 30s.")
  private Duration drainTimeout = Duration.ZERO;

  @Option(
      names = "--hide-tracebacks",
      description =
          "Tell callers no more of a plugin's exception than its type; message and traceback are in"
              + " the log only. Default: callers get all of it.")
  private boolean hideTracebacks;

  @Option(
      names = "--require-trusted",
      description =
          "Refuse every plugin that is neither in the list of trusted digests nor signed by a"
              + " trusted key.")
  private boolean requireTrusted;

  @Option(
      names = "--trusted-digests",
      paramLabel = "FILE",
      description =
          "List of trusted plugins: one digest (sha256:...) a line. It is read again when it"
              + " changes.")
  private @Nullable Path trustedDigests;

  @Option(
      names = "--trusted-key",
      paramLabel = "FILE",
      description =
          "Public key whose signatures of plugins are trusted: Ed25519 in PEM. May be repeated.")
  private List<Path> trustedKeys = List.of();

  @Option(
      names = "--store-key-file",
      paramLabel = "FILE",
      description =
          "Encrypt the stored configurations, with the key that 'plugin-executor store create-key'"
              + " wrote to this file.")
  private @Nullable Path storeKeyFile;

  @Option(
      names = "--store-key-command",
      paramLabel = "COMMAND",
      splitSynopsisLabel = " ",
      split = " +",
      description =
          "Encrypt the stored configurations, with a key that this program wraps and unwraps, such"
              + " as one that asks a key service: it is called with wrap or unwrap as its last"
              + " argument, and has Base64 on its standard input and output.")
  private List<String> storeKeyCommand = List.of();

  ServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (RootCommand.of(Options.required(spec)).isVerbose()) {
      LogSetup.everything();
    }
    var settings =
        new ServeSettings(
            host,
            port,
            dataDirectory != null ? dataDirectory : DataDirectories.byDefault(terminal),
            runtimes,
            packages,
            sandbox,
            admin,
            logs,
            slots,
            defaultTimeLimit,
            maxTimeLimit,
            stateLimitBytes,
            hideTracebacks,
            requireTrusted,
            Optional.ofNullable(trustedDigests),
            trustedKeys,
            Optional.ofNullable(storeKeyFile),
            storeKeyCommand,
            drainTimeout);
    ServerRun.untilClosed(settings, terminal);
    return ExitCode.OK.code();
  }
}
