// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.telemetry;

/**
 * Text of strangers as it may stand in a log: characters that end a line, move a terminal's cursor
 * or turn the direction of writing are written out, and so are those that nobody sees, so that
 * nobody can forge a line. Stateless.
 */
public final class VisibleText {
  private VisibleText() {}

  public static String of(String text) {
    return of(text, Integer.MAX_VALUE);
  }

  /** The beginning of the text only, at most so many characters of it. */
  public static String of(String text, int maxLength) {
    int length = Math.min(text.length(), maxLength);
    if (length == text.length() && isPlain(text)) {
      return text;
    }
    var visible = new StringBuilder(length);
    int codePoint;
    for (int i = 0; i < length; i += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(i);
      if (isVisible(codePoint)) {
        visible.appendCodePoint(codePoint);
      } else {
        visible.append(
            String.format(codePoint <= Character.MAX_VALUE ? "\\u%04x" : "\\U%08x", codePoint));
      }
    }
    return length < text.length() ? visible.append('…').toString() : visible.toString();
  }

  /** Nearly all text is, and then there is nothing to do. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character < ' ' || character > '~') {
        return false;
      }
    }
    return true;
  }

  private static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL -> codePoint == '\t';
      // The controls of direction are among the formats.
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
