// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.ExecutorClientException;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginExecutorClientOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say where the server is and what to show to it. */
final class TargetOption {
  private static final String VARIABLE = "PLUGIN_EXECUTOR_TARGET";
  private static final String DEFAULT_HOST = "127.0.0.1";
  private static final int DEFAULT_PORT = 50061;

  @Option(
      names = "--target",
      paramLabel = "HOST:PORT",
      description =
          "Address of the server, or its Unix socket as unix:///PATH. Default: the environment"
              + " variable PLUGIN_EXECUTOR_TARGET, and failing that 127.0.0.1:50061.")
  private @Nullable String target;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "File with the token to show. Default: the environment variables PLUGIN_EXECUTOR_TOKEN (a"
              + " token) and PLUGIN_EXECUTOR_TOKEN_FILE, and failing them the token that a server"
              + " of this user keeps in its default data directory.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--token-over-plain-text",
      description =
          "Send the token to another machine over a connection that is not encrypted, where whoever"
              + " listens gets it.")
  private boolean tokenOverPlainText;

  @Mixin private final TlsOptions tls = new TlsOptions();

  /** Work that needs a server. */
  @FunctionalInterface
  interface Work {
    ExitCode with(PluginExecutorClient client) throws IOException;
  }

  boolean isGiven() {
    return target != null;
  }

  /** Does the work with a client, and closes the client. */
  int connect(Terminal terminal, Work work) throws IOException {
    String address = address(terminal.environment());
    try (var client = open(address, terminal.environment())) {
      return work.with(client).code();
    } catch (ExecutorClientException e) {
      throw Failures.of(e, address);
    }
  }

  private String address(Map<String, String> environment) {
    String named = target != null ? target : environment.getOrDefault(VARIABLE, "");
    if (named.isEmpty()) {
      return DEFAULT_HOST + ":" + DEFAULT_PORT;
    }
    // A host alone would mean port 80 to gRPC.
    return named.contains(":") || named.contains("/") ? named : named + ":" + DEFAULT_PORT;
  }

  private PluginExecutorClient open(String address, Map<String, String> environment) {
    var options =
        PluginExecutorClientOptions.newBuilder()
            .environment(environment)
            // Who types a command wants to know at once that there is no server.
            .reconnectTime(Duration.ZERO)
            .tokenOverPlainText(tokenOverPlainText);
    if (tokenFile != null) {
      options.tokenFile(tokenFile);
    }
    // Nothing is encrypted at a socket, whatever the environment says for other servers.
    boolean isTls = !address.startsWith("unix:") && tls.addTo(options, environment);
    try {
      return PluginExecutorClient.connect(options.target(address).build());
    } catch (IllegalArgumentException e) {
      throw isTls && String.valueOf(e.getMessage()).contains("_file: ")
          ? new CliException(ExitCode.MISSING, String.valueOf(e.getMessage()), e)
          : new CliException(
              ExitCode.USAGE, "--target: '" + address + "' is no address (expected: HOST:PORT)", e);
    }
  }
}
