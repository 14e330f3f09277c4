// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of files and bytes. Stateless. */
public final class Digests {
  /** What stands in front of the hexadecimal digits of a digest. */
  public static final String PREFIX = "sha256:";

  private static final int BUFFER_BYTES = 64 << 10;

  private Digests() {}

  /** A new SHA-256. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The digest that a SHA-256 has come to, with its prefix. */
  public static String text(MessageDigest sha256) {
    return PREFIX + HexFormat.of().formatHex(sha256.digest());
  }

  /** Digest of bytes, with its prefix. */
  public static String of(byte[] bytes) {
    return PREFIX + hexOf(bytes);
  }

  /** Digest of bytes, the hexadecimal digits only. */
  public static String hexOf(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  /** Digest of a file, with its prefix. */
  public static String ofFile(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      // Most files are small, and there may be thousands.
      return of(in, Math.clamp(Files.size(file), 1, BUFFER_BYTES));
    }
  }

  /** Digest of the rest of a stream, with its prefix. */
  public static String of(InputStream in) throws IOException {
    return of(in, BUFFER_BYTES);
  }

  private static String of(InputStream in, int bufferBytes) throws IOException {
    var sha256 = sha256();
    var buffer = new byte[bufferBytes];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      sha256.update(buffer, 0, n);
    }
    return text(sha256);
  }
}
