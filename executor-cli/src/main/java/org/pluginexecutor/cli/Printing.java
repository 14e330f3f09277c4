// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** Forms of text for people. Stateless. */
final class Printing {
  private static final double KIB = 1024;

  private Printing() {}

  /** A writer for picocli over one of the terminal's streams. */
  static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  /** Text of others on one line: control characters could take over the terminal. */
  static String visible(String text) {
    return visible(text, false);
  }

  static String duration(Duration duration) {
    double millis = duration.toNanos() / 1e6;
    if (millis < 9.95) {
      return String.format(Locale.ROOT, "%.1f ms", millis);
    }
    if (millis < 9_995) {
      return String.format(Locale.ROOT, "%.0f ms", millis);
    }
    return String.format(Locale.ROOT, "%.1f s", millis / 1000);
  }

  static String bytes(long count) {
    if (count < KIB) {
      return count + " B";
    }
    if (count < KIB * KIB) {
      return String.format(Locale.ROOT, "%.1f KiB", count / KIB);
    }
    return String.format(Locale.ROOT, "%.1f MiB", count / (KIB * KIB));
  }

  /** Lines of text of others, each with an indent and a line end. */
  static String indented(String text) {
    return visible(text, true).indent(2);
  }

  /** Plural by hand: {@code 1 password}, {@code 2 passwords}. */
  static String count(long number, String singular) {
    return number + " " + singular + (number == 1 ? "" : "s");
  }

  private static String visible(String text, boolean keepLineEnds) {
    var visible = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean kept = c == '\t' || (c == '\n' && keepLineEnds);
      if ((Character.isISOControl(c) && !kept) || isDirection(c)) {
        visible.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        visible.append(c);
      }
    }
    return visible.toString();
  }

  /** Line separators, and the marks that make text run backwards. */
  private static boolean isDirection(char c) {
    return (c >= '\u2028' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
  }
}
