// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.config.AdminConfig;
import picocli.CommandLine.Option;

/**
 * The port for metrics and probes, as options. Filled in by picocli before anybody reads it, and
 * not changed afterwards.
 */
final class AdminOptions {

  @Option(
      names = "--admin-port",
      paramLabel = "N",
      description =
          "TCP port that answers /metrics (for Prometheus), /livez and /readyz over plain HTTP; 0:"
              + " a free one. Default: none.")
  private @Nullable Integer port;

  @Option(
      names = "--admin-host",
      paramLabel = "ADDRESS",
      description = "Address of that port. Default: 127.0.0.1, which only this machine reaches.")
  private String host = "127.0.0.1";

  @Option(
      names = "--admin-remote",
      description =
          "Let --admin-host be an address that other machines reach; nobody has to log in there.")
  private boolean remote;

  /**
   * The settings.
   *
   * @throws IllegalArgumentException if they are not valid; the message says why
   */
  AdminConfig config() {
    return new AdminConfig(host, port == null ? OptionalInt.empty() : OptionalInt.of(port), remote);
  }
}
