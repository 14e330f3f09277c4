// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON into the values of the client, exactly: integers of any size stay integers, and {@code
 * 1.0} a float. Confined to one thread.
 */
final class JsonReader {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final String subject;
  private final JsonParser parser;

  private JsonReader(String subject, JsonParser parser) {
    this.subject = subject;
    this.parser = parser;
  }

  /**
   * Reads one value.
   *
   * @param subject what the text is, for messages
   */
  static @Nullable Object read(String subject, String text) {
    try (var parser = FACTORY.createParser(text)) {
      var reader = new JsonReader(subject, parser);
      @Nullable JsonToken first = parser.nextToken();
      if (first == null) {
        throw new CliException(ExitCode.DATA, subject + ": empty (expected: JSON)");
      }
      Object value = reader.value(first);
      if (parser.nextToken() != null) {
        throw reader.refusal("more text after the value (expected: one value)");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new CliException(
          ExitCode.DATA,
          subject + ": not JSON" + at(e.getLocation()) + ": " + e.getOriginalMessage(),
          e);
    } catch (IOException e) {
      throw new CliException(ExitCode.DATA, subject + ": not JSON (" + e + ")", e);
    }
  }

  /** Reads one object. */
  static Map<String, @Nullable Object> readObject(String subject, String text) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    if (!(read(subject, text) instanceof Map<?, ?> value)) {
      throw new CliException(
          ExitCode.DATA, subject + ": not an object (expected: JSON such as {\"a\": 1})");
    }
    value.forEach((key, item) -> map.put(String.valueOf(key), item));
    return map;
  }

  private @Nullable Object value(@Nullable JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> integer(parser.getText());
      case VALUE_NUMBER_FLOAT -> number(parser.getText());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case null -> throw refusal("ends too early (expected: a value)");
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw refusal("no value (expected: a value)");
    };
  }

  private Map<String, @Nullable Object> object() throws IOException {
    var map = new LinkedHashMap<String, @Nullable Object>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      if (map.containsKey(key)) {
        throw refusal("the key \"" + key + "\" is there twice (expected: once)");
      }
      map.put(key, value(parser.nextToken()));
    }
    return map;
  }

  private List<@Nullable Object> array() throws IOException {
    var list = new ArrayList<@Nullable Object>();
    for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      list.add(value(token));
    }
    return list;
  }

  private static Object integer(String text) {
    var integer = new BigInteger(text);
    return integer.bitLength() < Long.SIZE ? (Object) integer.longValue() : integer;
  }

  private Object number(String text) {
    double number = Double.parseDouble(text);
    if (Double.isInfinite(number)) {
      throw refusal("a number that is too large for a float (expected: at most about 1.8e308)");
    }
    return number;
  }

  private CliException refusal(String problem) {
    return new CliException(
        ExitCode.DATA,
        subject + ": not valid" + at(parser.currentTokenLocation()) + ": " + problem);
  }

  private static String at(@Nullable JsonLocation location) {
    return location == null
        ? ""
        : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
