// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the text files of a package that a stranger wrote. Stateless. */
final class PackageText {
  private PackageText() {}

  /**
   * Text of a file.
   *
   * @return empty when there is no such file, or the findings say why it is no text
   */
  static Optional<String> read(Path tree, String name, int maxBytes, Findings findings)
      throws IOException {
    var file = tree.resolve(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    long size = Files.size(file);
    if (size > maxBytes) {
      findings.error(name, size + " B (expected: at most " + maxBytes + " B)");
      return Optional.empty();
    }
    return decode(name, Files.readAllBytes(file), findings);
  }

  /** The text of bytes that have to be UTF-8. */
  static Optional<String> decode(String name, byte[] bytes, Findings findings) {
    var decoded = CharBuffer.allocate(bytes.length);
    var result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), decoded, true);
    var text = decoded.flip().toString();
    if (result.isUnderflow()) {
      return Optional.of(text);
    }
    findings.error(
        name,
        "",
        Optional.of(new TextLines(text).positionOf(Integer.MAX_VALUE)),
        (isUtf16(bytes) ? "UTF-16 text" : "not UTF-8 text")
            + " (expected: UTF-8; save the file in that encoding)");
    return Optional.empty();
  }

  private static boolean isUtf16(byte[] bytes) {
    return bytes.length >= 2
        && ((bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe)
            || (bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff));
  }
}
