// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.telemetry;

/**
 * Text of strangers as it may stand in a log: characters that end a line or move a terminal's
 * cursor are written out, so that nobody can forge a line. Stateless.
 */
public final class VisibleText {
  private VisibleText() {}

  public static String of(String text) {
    return of(text, Integer.MAX_VALUE);
  }

  /** The beginning of the text only, at most so many characters of it. */
  public static String of(String text, int maxLength) {
    int length = Math.min(text.length(), maxLength);
    var visible = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if ((Character.isISOControl(c) && c != '\t') || c == '\u2028' || c == '\u2029') {
        visible.append(String.format("\\u%04x", (int) c));
      } else {
        visible.append(c);
      }
    }
    return length < text.length() ? visible.append('…').toString() : visible.toString();
  }
}
