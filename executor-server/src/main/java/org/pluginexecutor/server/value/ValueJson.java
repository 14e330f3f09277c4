// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** JSON text of {@link PluginValue}s, written and read in one pass. Stateless and thread-safe. */
public final class ValueJson {
  // A message wraps the values in a few levels of its own.
  private static final int MAX_JSON_DEPTH = PluginValue.MAX_DEPTH + 4;
  private static final int LONGEST_LONG_DIGITS = 18;

  // The size of the text is bounded by whoever reads the frame, so no second bound is set on its
  // parts.
  /** As many as there are calls at once by default; those beyond make buffers of their own. */
  private static final int POOLED_BUFFERS = 64;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          // Jackson keeps its buffers by thread otherwise, and each call has a thread of its own.
          .recyclerPool(JsonRecyclerPools.newBoundedPool(POOLED_BUFFERS))
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_JSON_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(MAX_JSON_DEPTH).build())
          // Field names come from plugins: remembering them would grow a table that is shared by
          // all calls.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private ValueJson() {}

  /** Writes a value as JSON text in UTF-8. */
  public static byte[] write(PluginValue value) {
    var bytes = new ByteArrayOutputStream(512);
    try (var generator = JSON.createGenerator(bytes)) {
      write(value, generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads one value.
   *
   * @throws IOException if the bytes are no JSON in UTF-8, hold more than one value, an infinite
   *     number or an unpaired surrogate, or nest too deep
   */
  public static PluginValue read(byte[] json) throws IOException {
    // Jackson would guess the encoding and pass over broken characters.
    var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    try (var parser = JSON.createParser(text)) {
      var value = read(parser, parser.nextToken());
      if (parser.nextToken() != null) {
        throw new IOException("more than one JSON value");
      }
      return value;
    }
  }

  private static void write(PluginValue value, JsonGenerator generator) throws IOException {
    switch (value) {
      case PluginValue.Null _ -> generator.writeNull();
      case PluginValue.Bool(var bool) -> generator.writeBoolean(bool);
      case PluginValue.Int(var number) -> generator.writeNumber(number);
      case PluginValue.BigInt(var digits) -> generator.writeRawValue(digits);
      case PluginValue.Real(var number) -> generator.writeNumber(number);
      case PluginValue.Text(var text) -> generator.writeString(text);
      case PluginValue.Items(var values) -> {
        generator.writeStartArray();
        for (var item : values) {
          write(item, generator);
        }
        generator.writeEndArray();
      }
      case PluginValue.Dict(var fields) -> {
        generator.writeStartObject();
        for (var field : fields.entrySet()) {
          generator.writeFieldName(field.getKey());
          write(field.getValue(), generator);
        }
        generator.writeEndObject();
      }
    }
  }

  private static PluginValue read(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_NULL -> PluginValue.Null.INSTANCE;
      case VALUE_TRUE -> new PluginValue.Bool(true);
      case VALUE_FALSE -> new PluginValue.Bool(false);
      case VALUE_NUMBER_INT -> integer(parser.getText());
      case VALUE_NUMBER_FLOAT -> real(parser.getDoubleValue());
      case VALUE_STRING -> new PluginValue.Text(wellFormed(parser.getText()));
      case START_ARRAY -> {
        var values = new ArrayList<PluginValue>();
        for (var next = parser.nextToken();
            next != JsonToken.END_ARRAY;
            next = parser.nextToken()) {
          values.add(read(parser, next));
        }
        yield new PluginValue.Items(values);
      }
      case START_OBJECT -> {
        var fields = new LinkedHashMap<String, PluginValue>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          var name = wellFormed(parser.currentName());
          fields.put(name, read(parser, parser.nextToken()));
        }
        yield new PluginValue.Dict(fields);
      }
      case null -> throw new JsonEOFException(parser, null, "no JSON value");
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IOException("unexpected " + token);
    };
  }

  private static PluginValue integer(String digits) {
    if (digits.length() <= LONGEST_LONG_DIGITS) {
      return new PluginValue.Int(Long.parseLong(digits));
    }
    if (digits.length() <= LONGEST_LONG_DIGITS + 2) {
      try {
        return new PluginValue.Int(Long.parseLong(digits));
      } catch (NumberFormatException _) {
        return new PluginValue.BigInt(digits);
      }
    }
    return new PluginValue.BigInt(digits);
  }

  private static PluginValue real(double number) throws IOException {
    if (!Double.isFinite(number)) {
      throw new IOException("a number beyond the range of floats");
    }
    return new PluginValue.Real(number);
  }

  private static String wellFormed(String text) throws IOException {
    if (!isWellFormed(text)) {
      throw new IOException("an unpaired surrogate in a text");
    }
    return text;
  }

  /** Whether the text has no unpaired surrogate, that is, can be written in UTF-8. */
  public static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
