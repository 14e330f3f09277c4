// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.archive;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pluginexecutor.server.config.ArchiveLimits;

/** What the name of an entry may be. Stateless. */
final class EntryNames {
  private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:.*", Pattern.DOTALL);

  /** What file systems take for one part of a path. */
  private static final int MAX_PART_BYTES = 255;

  private EntryNames() {}

  /**
   * The text of a name.
   *
   * @return empty when the bytes are not UTF-8; names in other encodings mean different files to
   *     different readers
   */
  static Optional<String> decode(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  /** What is wrong with a name, if anything. */
  static Optional<String> problem(String name, ArchiveLimits limits) {
    var path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    if (path.isEmpty()) {
      return Optional.of("an empty name");
    }
    if (path.startsWith("/") || DRIVE.matcher(path).matches()) {
      return Optional.of("an absolute path");
    }
    if (path.indexOf('\\') >= 0) {
      return Optional.of("a backslash in the name");
    }
    var parts = path.split("/", -1);
    if (parts.length > limits.nameLevels()) {
      return Optional.of(parts.length + " levels");
    }
    for (var part : parts) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return Optional.of("a part that is empty, '.' or '..'");
      }
      if (part.getBytes(StandardCharsets.UTF_8).length > MAX_PART_BYTES) {
        return Optional.of("a part of more than " + MAX_PART_BYTES + " bytes");
      }
    }
    return path.codePoints().anyMatch(EntryNames::isMisleading)
        ? Optional.of("a character that is not shown as it is")
        : Optional.empty();
  }

  /**
   * Controls, formats (right-to-left overrides among them), line separators, unassigned and private
   * ones.
   */
  private static boolean isMisleading(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }
}
