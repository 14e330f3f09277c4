// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

/**
 * Shows text of strangers in messages: bounded, and without characters that could mislead.
 * Stateless.
 */
final class Quoting {
  private static final int MAX_SHOWN = 100;

  /** Statuses travel in headers, which have little room; an escape takes up to ten characters. */
  private static final int MAX_LENGTH = 400;

  private Quoting() {}

  /** The text in quotation marks. */
  static String quote(String text) {
    return '"' + plain(text) + '"';
  }

  /** The text with everything escaped but visible ASCII and the blank. */
  static String plain(String text) {
    return escaped(text, "\"\\");
  }

  /** A sentence with words of strangers in it, which keeps its own quotation marks. */
  static String visible(String text) {
    return escaped(text, "");
  }

  private static String escaped(String text, String special) {
    var shown = new StringBuilder();
    int i = 0;
    for (int n = 0; i < text.length() && n < MAX_SHOWN && shown.length() < MAX_LENGTH; n++) {
      int c = text.codePointAt(i);
      if (c >= 0x20 && c < 0x7f && special.indexOf(c) < 0) {
        shown.append((char) c);
      } else {
        shown.append(String.format("\\u{%x}", c));
      }
      i += Character.charCount(c);
    }
    return i < text.length() ? shown.append("…").toString() : shown.toString();
  }
}
