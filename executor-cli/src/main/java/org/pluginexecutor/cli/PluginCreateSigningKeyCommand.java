// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.trust.PackageSignature;
import org.pluginexecutor.server.trust.PemKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes a key to sign plugins with. */
@Command(
    name = "create-signing-key",
    description = {
      "Makes a key to sign plugins with: FILE, which only its owner can read, for 'plugin sign',",
      "and FILE.pub for 'serve --trusted-key'. Both are Ed25519 in PEM, without a passphrase.",
      "Nothing is ever overwritten."
    },
    footer = "Example: plugin-executor plugin create-signing-key release-key.pem")
final class PluginCreateSigningKeyCommand implements Callable<Integer> {
  private static final String PUBLIC_SUFFIX = ".pub";
  private static final String PRIVATE_MODE = "rw-------";
  private static final String PUBLIC_MODE = "rw-r--r--";

  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "Where to write the private key.")
  private @Nullable Path file;

  PluginCreateSigningKeyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    var privateFile = Options.required(file);
    var publicFile = privateFile.resolveSibling(privateFile.getFileName() + PUBLIC_SUFFIX);
    var pair = PackageSignature.newKeyPair();
    create(publicFile, PUBLIC_MODE, PemKeys.text(pair.getPublic()));
    try {
      create(privateFile, PRIVATE_MODE, PemKeys.text(pair.getPrivate()));
    } catch (CliException e) {
      // A public key without its private one is of no use to anybody.
      Files.deleteIfExists(publicFile);
      throw e;
    }
    terminal.out().println(Printing.visible("private key: " + privateFile + ", keep it secret"));
    terminal
        .out()
        .println(
            Printing.visible(
                "public key: " + publicFile + ", for: plugin-executor serve --trusted-key"));
    return ExitCode.OK.code();
  }

  /** Writes a file that is not there yet; what cannot be written to its end is removed. */
  private static void create(Path file, String mode, String text) {
    var attribute = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
    try (var channel =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attribute)) {
      try {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      } catch (IOException e) {
        Files.deleteIfExists(file);
        throw e;
      }
    } catch (FileAlreadyExistsException e) {
      throw new CliException(
          ExitCode.OUTPUT, file + ": is there already (expected: a file that is not there)", e);
    } catch (IOException e) {
      throw new CliException(ExitCode.OUTPUT, file + ": cannot be written (" + e + ")", e);
    }
  }
}
