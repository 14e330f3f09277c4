// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.trust;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads text files that the operator names, in sentences when they cannot be read. Stateless. */
final class SmallFile {
  private SmallFile() {}

  /**
   * The whole text.
   *
   * @throws IOException if there is none, or more than so many bytes; the message names the file
   */
  static String read(Path file, int maxBytes) throws IOException {
    byte[] bytes = bytes(file, maxBytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": not UTF-8 (expected: a text)", e);
    }
  }

  private static byte[] bytes(Path file, int maxBytes) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      // A pipe would make whoever reads it wait.
      throw new IOException(file + ": not a regular file (expected: a text file)");
    }
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(maxBytes + 1);
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": no such file", e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + ": may not be read", e);
    } catch (IOException e) {
      throw new IOException(file + ": cannot be read (" + e + ")", e);
    }
    if (bytes.length > maxBytes) {
      throw new IOException(file + ": too large (expected: at most " + maxBytes + " B)");
    }
    return bytes;
  }
}
