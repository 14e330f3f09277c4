// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The signature of a package in a file beside it: one line of Base64, or the bare bytes that
 * openssl writes. Stateless.
 */
final class SignatureFile {
  private static final String SUFFIX = ".sig";
  private static final int SIGNATURE_BYTES = 64;
  private static final int MAX_BYTES = 1024;

  private SignatureFile() {}

  /** Where the signature of a zip is looked for. */
  static Path of(Path zip) {
    return zip.resolveSibling(zip.getFileName() + SUFFIX);
  }

  /** The signature of a zip, when there is one beside it; a directory has none. */
  static Optional<byte[]> beside(Path zip) {
    if (Files.isDirectory(zip) || !Files.exists(of(zip))) {
      return Optional.empty();
    }
    return Optional.of(read(of(zip)));
  }

  static byte[] read(Path file) {
    byte[] content;
    try (var in = Files.newInputStream(file)) {
      content = in.readNBytes(MAX_BYTES);
    } catch (NoSuchFileException e) {
      throw new CliException(ExitCode.MISSING, file + ": no such file", e);
    } catch (IOException e) {
      throw new CliException(ExitCode.MISSING, file + ": cannot be read (" + e + ")", e);
    }
    byte[] signature = content.length == SIGNATURE_BYTES ? content : decoded(file, content);
    if (signature.length != SIGNATURE_BYTES) {
      throw refusal(file, null);
    }
    return signature;
  }

  static byte[] text(byte[] signature) {
    return (Base64.getEncoder().encodeToString(signature) + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] decoded(Path file, byte[] content) {
    try {
      return Base64.getDecoder().decode(new String(content, StandardCharsets.ISO_8859_1).strip());
    } catch (IllegalArgumentException e) {
      throw refusal(file, e);
    }
  }

  private static CliException refusal(Path file, @Nullable Throwable cause) {
    return new CliException(
        ExitCode.DATA,
        file + ": no signature (expected: what 'plugin sign' writes, 64 bytes in Base64)",
        cause);
  }
}
