// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.plugin;

/** Shows text of strangers in messages: bounded, and without characters that could mislead. */
final class Quoting {
  private static final int MAX_SHOWN = 100;

  private Quoting() {}

  /** The text in quotation marks. */
  static String quote(String text) {
    return '"' + plain(text) + '"';
  }

  /** The text with everything escaped but visible ASCII and the blank. */
  static String plain(String text) {
    var shown = new StringBuilder();
    text.codePoints()
        .limit(MAX_SHOWN)
        .forEach(c -> {
          if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\') {
            shown.append((char) c);
          } else {
            shown.append(String.format("\\u{%x}", c));
          }
        });
    return text.codePointCount(0, text.length()) > MAX_SHOWN
        ? shown.append("…").toString()
        : shown.toString();
  }
}
