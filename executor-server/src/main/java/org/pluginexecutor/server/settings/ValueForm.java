// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the value of a key is written, read and shown. Immutable.
 *
 * @param shape how many texts it consists of
 * @param label what stands for it in the help of a flag, such as {@code SIZE}
 * @param expected what it has to be, in words
 * @param range the least and the most of it; absent: it has no order
 * @param separator pattern of what stands between the parts of a list where a list is one text
 * @param reader makes the value of its texts
 * @param writer the texts of a value; for a mapping each is {@code NAME=TEXT}
 */
public record ValueForm<T>(
    Shape shape,
    String label,
    String expected,
    Optional<Range> range,
    String separator,
    Reader<T> reader,
    Function<T, List<String>> writer) {

  /** How many texts a value consists of. */
  public enum Shape {
    /** One. */
    TEXT,
    /** One, {@code true} or {@code false}; a flag without a value is {@code true}. */
    SWITCH,
    /** Any number; its flag has all of them as one text. */
    LIST,
    /** Any number; its flag has one and may be repeated. */
    REPEATED,
    /** Any number with a name each; its flag has one and may be repeated. */
    MAPPING
  }

  /**
   * The borders of a value, as text that can be read again.
   *
   * @param least that is allowed
   * @param most that is allowed
   */
  public record Range(String least, String most) {
    @Override
    public String toString() {
      return least + " to " + most;
    }
  }

  /** Makes a value of texts. */
  @FunctionalInterface
  public interface Reader<T> {
    /**
     * Reads a value.
     *
     * @param texts one, unless the form is one of several
     * @param base directory that relative paths are counted from
     */
    T read(List<String> texts, Path base);
  }

  /** Whether it may consist of several texts. */
  boolean hasParts() {
    return switch (shape) {
      case TEXT, SWITCH -> false;
      case LIST, REPEATED, MAPPING -> true;
    };
  }

  /** The parts of a value that is one text, as in a variable of the environment. */
  List<String> parts(String text) {
    return hasParts() ? List.of(text.strip().split(separator, -1)) : List.of(text);
  }

  /** On one line, as the documentation shows it. */
  String show(T value) {
    return String.join(separator.contains(",") ? "," : " ", writer.apply(value));
  }
}
