// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.pluginexecutor.server.value.PluginValue;

/** Reads the fields of one message and refuses what is missing or of another type. */
final class MessageReader {
  private final PluginValue.Dict message;
  private final String type;

  private MessageReader(PluginValue.Dict message, String type) {
    this.message = message;
    this.type = type;
  }

  static MessageReader of(PluginValue.Dict message, String type) throws ShimProtocolException {
    var reader = new MessageReader(message, type);
    if (!reader.text("type").equals(type)) {
      throw new ShimProtocolException("message type: not " + type);
    }
    return reader;
  }

  String text(String field) throws ShimProtocolException {
    if (message.get(field) instanceof PluginValue.Text(var text)) {
      return text;
    }
    throw wrong(field, "text");
  }

  long integer(String field) throws ShimProtocolException {
    if (message.get(field) instanceof PluginValue.Int(var number)) {
      return number;
    }
    throw wrong(field, "an integer");
  }

  OptionalInt integerOrNull(String field) throws ShimProtocolException {
    return message.get(field) instanceof PluginValue.Null
        ? OptionalInt.empty()
        : OptionalInt.of((int) integer(field));
  }

  double number(String field) throws ShimProtocolException {
    return message.get(field) instanceof PluginValue.Real(var number) ? number : integer(field);
  }

  boolean bool(String field) throws ShimProtocolException {
    if (message.get(field) instanceof PluginValue.Bool(var bool)) {
      return bool;
    }
    throw wrong(field, "a boolean");
  }

  PluginValue.Dict dict(String field) throws ShimProtocolException {
    if (message.get(field) instanceof PluginValue.Dict dict) {
      return dict;
    }
    throw wrong(field, "an object");
  }

  PluginValue dictListOrNull(String field) throws ShimProtocolException {
    var value = message.get(field);
    if (value instanceof PluginValue.Dict
        || value instanceof PluginValue.Items
        || value instanceof PluginValue.Null) {
      return value;
    }
    throw wrong(field, "an object, a list or null");
  }

  List<String> textList(String field) throws ShimProtocolException {
    if (!(message.get(field) instanceof PluginValue.Items(var items))) {
      throw wrong(field, "a list of text");
    }
    var texts = new ArrayList<String>();
    for (var item : items) {
      if (!(item instanceof PluginValue.Text(var text))) {
        throw wrong(field, "a list of text");
      }
      texts.add(text);
    }
    return List.copyOf(texts);
  }

  private ShimProtocolException wrong(String field, String expected) {
    return new ShimProtocolException(type + "." + field + " (expected: " + expected + ")");
  }
}
