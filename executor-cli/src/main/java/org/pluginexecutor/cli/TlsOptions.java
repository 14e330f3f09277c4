// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.PluginExecutorClientOptions;
import picocli.CommandLine.Option;

/** The options that say how the connection to a server is encrypted. */
final class TlsOptions {
  private static final String TLS = "PLUGIN_EXECUTOR_TLS";
  private static final String CA_FILE = "PLUGIN_EXECUTOR_CA_FILE";
  private static final String CERTIFICATE = "PLUGIN_EXECUTOR_CLIENT_CERT";
  private static final String KEY = "PLUGIN_EXECUTOR_CLIENT_KEY";

  @Option(
      names = "--tls",
      description =
          "Encrypt the connection; the server's certificate must be one that Java believes."
              + " Default: as PLUGIN_EXECUTOR_TLS says, true or false. Each of the next options"
              + " means it too.")
  private boolean tls;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description =
          "Certificates in PEM of who signed the server's. Default: PLUGIN_EXECUTOR_CA_FILE.")
  private @Nullable Path caFile;

  @Option(
      names = "--client-cert",
      paramLabel = "FILE",
      description =
          "Certificate in PEM to show to the server. Default: PLUGIN_EXECUTOR_CLIENT_CERT.")
  private @Nullable Path certificate;

  @Option(
      names = "--client-key",
      paramLabel = "FILE",
      description = "Its private key, PKCS #8 in PEM. Default: PLUGIN_EXECUTOR_CLIENT_KEY.")
  private @Nullable Path key;

  /** Says whether the connection is encrypted now. */
  boolean addTo(PluginExecutorClientOptions.Builder options, Map<String, String> environment) {
    if (tls || isTrue(environment.getOrDefault(TLS, ""))) {
      options.tls();
    }
    given(caFile, CA_FILE, environment).ifPresent(options::caFile);
    var shown = given(certificate, CERTIFICATE, environment);
    var ownKey = given(key, KEY, environment);
    if (shown.isPresent() != ownKey.isPresent()) {
      throw new CliException(
          ExitCode.USAGE,
          shown.isPresent()
              ? "--client-key: none (expected: the key of --client-cert)"
              : "--client-cert: none (expected: the certificate of --client-key)");
    }
    shown.ifPresent(file -> options.clientCertificate(file, ownKey.orElseThrow()));
    return options.build().isTls();
  }

  private static boolean isTrue(String text) {
    return switch (text) {
      case "true" -> true;
      case "", "false" -> false;
      default ->
          throw new CliException(
              ExitCode.USAGE, TLS + ": " + Printing.visible(text) + " (expected: true or false)");
    };
  }

  private static Optional<Path> given(
      @Nullable Path option, String variable, Map<String, String> environment) {
    var text = environment.getOrDefault(variable, "");
    return Optional.ofNullable(option)
        .or(() -> text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text)));
  }
}
