// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import org.pluginexecutor.server.telemetry.LogKey;

/**
 * The log for people. What the server says of a line stands before what others say in it, and what
 * follows a line, the trace of an exception, begins with a tab. Stateless.
 */
final class TextLogEncoder extends LogEncoder {
  private static final String PLAIN_SIGNS = "_.:/@+-";

  @Override
  String text(ILoggingEvent event) {
    var text = new StringBuilder();
    text.append(time(event)).append(' ').append(event.getLevel()).append(' ');
    var fields = event.getMDCPropertyMap();
    boolean first = true;
    for (var key : LogKey.values()) {
      var value = fields.get(key.key());
      if (value != null) {
        text.append(first ? '[' : ' ').append(key.key()).append('=').append(quoted(value));
        first = false;
      }
    }
    text.append(first ? "" : "] ").append(logger(event)).append(": ").append(message(event));
    text.append('\n');
    exception(event).forEach(line -> text.append('\t').append(line).append('\n'));
    return text.toString();
  }

  /** Session ids are the caller's and may have brackets in them. */
  private static String quoted(String value) {
    return isPlain(value)
        ? value
        : '"' + visible(value).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char sign = value.charAt(i);
      boolean isLetter = (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z');
      if (!isLetter && (sign < '0' || sign > '9') && PLAIN_SIGNS.indexOf(sign) < 0) {
        return false;
      }
    }
    return !value.isEmpty();
  }
}
