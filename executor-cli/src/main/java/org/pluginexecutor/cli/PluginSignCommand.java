// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.files.Digests;
import org.pluginexecutor.server.trust.PackageSignature;
import org.pluginexecutor.server.trust.PemKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signs the zip of a plugin. */
@Command(
    name = "sign",
    description = {
      "Signs the zip of a plugin, so that servers that trust the key run it.",
      "Needs no server. 'plugin upload' finds the signature by itself when it lies beside the zip."
    },
    footer = "Example: plugin-executor plugin sign sample_aa.zip --key release-key.pem")
final class PluginSignCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "ZIP", description = "Zip file of the plugin.")
  private @Nullable Path zip;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      required = true,
      description =
          "Private key to sign with: Ed25519 in PEM, without a passphrase, as 'plugin"
              + " create-signing-key' writes it.")
  private @Nullable Path key;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Where to write the signature. Default: the zip's name and .sig.")
  private @Nullable Path file;

  @Option(names = "--force", description = "Overwrite the file when it is there.")
  private boolean force;

  PluginSignCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    var from = Options.required(zip);
    if (Files.isDirectory(from)) {
      throw new CliException(
          ExitCode.DATA, from + ": a directory (expected: a zip; 'plugin pack' makes one)");
    }
    var privateKey = privateKey(Options.required(key));
    String digest;
    try (var in = Packer.open(from)) {
      digest = Digests.of(in);
    }
    Path to = file != null ? file : SignatureFile.of(from);
    byte[] signature = PackageSignature.sign(digest, privateKey);
    OutputFile.write(to, force, out -> out.write(SignatureFile.text(signature)));
    terminal.out().println(Printing.visible("signed: " + digest + " to " + to));
    return ExitCode.OK.code();
  }

  private static PrivateKey privateKey(Path file) {
    try {
      return PemKeys.readPrivate(file);
    } catch (IOException e) {
      var exitCode = e.getCause() instanceof NoSuchFileException ? ExitCode.MISSING : ExitCode.DATA;
      throw new CliException(exitCode, "--key: " + e.getMessage(), e);
    }
  }
}
