// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.pluginexecutor.server.telemetry.LogKey;

/** The log for programs: one JSON object a line, with a name for each field. Stateless. */
final class JsonLogEncoder extends LogEncoder {
  private final JsonFactory json = new JsonFactory();

  @Override
  String text(ILoggingEvent event) {
    var text = new StringWriter();
    try (var line = json.createGenerator(text)) {
      line.writeStartObject();
      line.writeStringField("time", time(event));
      line.writeStringField("level", event.getLevel().toString());
      line.writeStringField("logger", logger(event));
      var fields = event.getMDCPropertyMap();
      for (var key : LogKey.values()) {
        var value = fields.get(key.key());
        if (value != null) {
          line.writeStringField(key.key(), visible(value));
        }
      }
      line.writeStringField("message", message(event));
      var exception = exception(event);
      if (!exception.isEmpty()) {
        line.writeStringField("exception", String.join("\n", exception));
      }
      line.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.append('\n').toString();
  }
}
