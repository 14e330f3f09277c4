// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The text of a file that somebody named as a configuration. Stateless. */
final class ConfigText {
  private static final int LARGEST_BYTES = 256 << 10;
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private ConfigText() {}

  /** The text; empty, and an error, when there is none. */
  static Optional<String> read(Path file, List<ConfigError> errors) {
    try {
      // Opening a pipe would wait for whoever writes to it, and a device may never end.
      if (!Files.isRegularFile(file)) {
        return failed(
            file,
            errors,
            Files.isDirectory(file)
                ? "a directory (expected: a YAML file)"
                : Files.exists(file)
                    ? "no regular file (expected: a YAML file)"
                    : "no such file (expected: a YAML file)");
      }
      try (var in = Files.newInputStream(file)) {
        var bytes = in.readNBytes(LARGEST_BYTES + 1);
        if (bytes.length > LARGEST_BYTES) {
          return failed(
              file, errors, "too large (expected: at most " + Units.size(LARGEST_BYTES) + ")");
        }
        return decode(file, bytes, errors);
      }
    } catch (AccessDeniedException _) {
      return failed(
          file, errors, "not readable (expected: a file that the server's user may read)");
    } catch (IOException e) {
      return failed(file, errors, "not readable: " + e.getMessage() + " (expected: a YAML file)");
    }
  }

  private static Optional<String> decode(Path file, byte[] bytes, List<ConfigError> errors) {
    var in = ByteBuffer.wrap(bytes);
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
      return Optional.of(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
    } catch (CharacterCodingException _) {
      // The buffer stands where the first wrong byte is.
      int line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      errors.add(
          new ConfigError(new Origin.Line(file, line), "", "not UTF-8 (expected: text in UTF-8)"));
      return Optional.empty();
    }
  }

  private static Optional<String> failed(Path file, List<ConfigError> errors, String problem) {
    errors.add(new ConfigError(new Origin.Line(file, 0), "", problem));
    return Optional.empty();
  }
}
