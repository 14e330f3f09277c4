// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the values of the client as JSON, exactly. Characters that could take over a terminal are
 * escaped. Confined to one thread.
 */
final class JsonWriter {
  private final StringBuilder out = new StringBuilder();
  private final boolean indented;
  private int level;

  private JsonWriter(boolean indented) {
    this.indented = indented;
  }

  /** On one line, with a blank after each comma and colon. */
  static String compact(@Nullable Object value) {
    var writer = new JsonWriter(false);
    writer.write(value);
    return writer.out.toString();
  }

  /** On several lines; what is empty stays on one. */
  static String indented(@Nullable Object value) {
    var writer = new JsonWriter(true);
    writer.write(value);
    return writer.out.toString();
  }

  private void write(@Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case String text -> string(text);
      case BigDecimal number -> out.append(number.toPlainString());
      case Double number -> out.append(finite(number));
      case Boolean _, Long _, Integer _, BigInteger _ -> out.append(value);
      case Map<?, ?> map -> object(map);
      case List<?> list -> array(list);
      default -> throw new IllegalArgumentException("not a value: " + value.getClass().getName());
    }
  }

  private static double finite(double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("not a value: " + number);
    }
    return number;
  }

  private void object(Map<?, ?> map) {
    out.append('{');
    level++;
    for (Iterator<? extends Map.Entry<?, ?>> i = map.entrySet().iterator(); i.hasNext(); ) {
      var entry = i.next();
      line();
      string(String.valueOf(entry.getKey()));
      out.append(": ");
      write(entry.getValue());
      comma(i.hasNext());
    }
    level--;
    end(map.isEmpty(), '}');
  }

  private void array(List<?> list) {
    out.append('[');
    level++;
    for (Iterator<?> i = list.iterator(); i.hasNext(); ) {
      Object item = i.next();
      line();
      write(item);
      comma(i.hasNext());
    }
    level--;
    end(list.isEmpty(), ']');
  }

  private void comma(boolean more) {
    if (more) {
      out.append(indented ? "," : ", ");
    }
  }

  private void end(boolean empty, char bracket) {
    if (!empty) {
      line();
    }
    out.append(bracket);
  }

  private void line() {
    if (indented) {
      out.append('\n').repeat("  ", level);
    }
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> character(text, i, c);
      }
    }
    out.append('"');
  }

  private void character(String text, int i, char c) {
    boolean loneSurrogate =
        (Character.isHighSurrogate(c)
                && (i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))))
            || (Character.isLowSurrogate(c)
                && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1))));
    if (Character.isISOControl(c)
        || loneSurrogate
        || Character.getType(c) == Character.FORMAT
        || c == '\u2028'
        || c == '\u2029') {
      out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
    } else {
      out.append(c);
    }
  }
}
