// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.pluginexecutor.server.config.RuntimeConfig;
import org.pluginexecutor.server.settings.ValueForm.Range;
import org.pluginexecutor.server.settings.ValueForm.Shape;

/** The forms of values that keys have. Stateless. */
final class Forms {
  private static final String COMMA = " *, *";

  /** Without leading zeros: some readers of YAML take them for octal numbers. */
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");

  private Forms() {}

  static ValueForm<Integer> number(int least, int most) {
    return ordered(
        "N",
        "a whole number",
        new Range(Integer.toString(least), Integer.toString(most)),
        text ->
            NUMBER.matcher(text).matches() ? Optional.of(Integer.valueOf(text)) : Optional.empty(),
        number -> Integer.toString(number));
  }

  static ValueForm<Long> size(long least, long most) {
    return ordered(
        "SIZE",
        "a size such as 200MiB",
        new Range(Units.size(least), Units.size(most)),
        Units::size,
        Units::size);
  }

  static ValueForm<Duration> duration(String least, String most) {
    return ordered(
        "TIME", "a duration such as 30s", new Range(least, most), Units::duration, Units::duration);
  }

  /** True or false in these words: the yes and no of others are as often a mistake. */
  static ValueForm<Boolean> trueOrFalse() {
    return single(
        Shape.SWITCH,
        "true|false",
        "true or false",
        (text, _) ->
            switch (text) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              default -> Optional.empty();
            },
        value -> Boolean.toString(value));
  }

  static <E extends Enum<E>> ValueForm<E> word(
      String label, List<E> values, Function<E, String> toText) {
    var words = values.stream().map(toText).toList();
    var expected = String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
    return single(
        Shape.TEXT,
        label,
        expected,
        (text, _) ->
            values.stream()
                .filter(value -> toText.apply(value).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst(),
        toText);
  }

  /** Text that somebody else reads, and refuses by an exception. */
  static <T> ValueForm<T> parsed(
      String label, String expected, Function<String, T> parse, Function<T, String> toText) {
    return single(
        Shape.TEXT,
        label,
        expected,
        (text, _) -> {
          try {
            return text.isBlank() ? Optional.empty() : Optional.of(parse.apply(text));
          } catch (IllegalArgumentException _) {
            return Optional.empty();
          }
        },
        toText);
  }

  static ValueForm<Path> path(String label, String expected) {
    return single(Shape.TEXT, label, expected, Forms::toPath, Path::toString);
  }

  static ValueForm<List<Path>> paths(String label, String expected) {
    return new ValueForm<>(
        Shape.REPEATED,
        label,
        "a list: " + expected,
        Optional.empty(),
        COMMA,
        (texts, base) -> texts.stream().map(text -> requirePath(text, base, expected)).toList(),
        paths -> paths.stream().map(Path::toString).toList());
  }

  static ValueForm<List<String>> texts(
      String label, String expected, String separator, Pattern allowed) {
    return new ValueForm<>(
        Shape.LIST,
        label,
        "a list: " + expected,
        Optional.empty(),
        separator,
        (texts, _) -> {
          for (var text : texts) {
            if (!allowed.matcher(text).matches()) {
              throw new WrongValueException(text, expected);
            }
          }
          return List.copyOf(texts);
        },
        Function.identity());
  }

  static ValueForm<List<RuntimeConfig>> runtimes() {
    return new ValueForm<>(
        Shape.MAPPING,
        "NAME=EXECUTABLE",
        "a mapping NAME: EXECUTABLE (elsewhere NAME=EXECUTABLE), such as py39: /usr/bin/python3.9",
        Optional.empty(),
        COMMA,
        (texts, base) -> {
          var runtimes = new LinkedHashMap<String, RuntimeConfig>();
          for (var text : texts) {
            var runtime = runtime(text, base);
            if (runtimes.putIfAbsent(runtime.name(), runtime) != null) {
              throw new WrongValueException(text, "each name once");
            }
          }
          return List.copyOf(runtimes.values());
        },
        runtimes ->
            runtimes.stream().map(runtime -> runtime.name() + "=" + runtime.executable()).toList());
  }

  private static RuntimeConfig runtime(String text, Path base) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw new WrongValueException(text, "NAME=EXECUTABLE, such as py39=/usr/bin/python3.9");
    }
    var name = text.substring(0, equals);
    var executable =
        requirePath(text.substring(equals + 1), base, "the path of a Python that can be executed");
    try {
      return new RuntimeConfig(name, executable);
    } catch (IllegalArgumentException _) {
      throw new WrongValueException(
          text, "a name of letters, digits, '_', '-' and '.', and the path of a Python");
    }
  }

  private static Path requirePath(String text, Path base, String expected) {
    return toPath(text, base).orElseThrow(() -> new WrongValueException(text, expected));
  }

  /** Nobody expands a tilde here; a directory of that name is never what was meant. */
  private static Optional<Path> toPath(String text, Path base) {
    if (text.isBlank() || text.startsWith("~")) {
      return Optional.empty();
    }
    try {
      return Optional.of(base.resolve(text));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private static <T extends Comparable<T>> ValueForm<T> ordered(
      String label,
      String kind,
      Range range,
      Function<String, Optional<T>> parse,
      Function<T, String> toText) {
    T least = parse.apply(range.least()).orElseThrow();
    T most = parse.apply(range.most()).orElseThrow();
    var expected = kind + ", " + range;
    return new ValueForm<>(
        Shape.TEXT,
        label,
        expected,
        Optional.of(range),
        "",
        (texts, _) ->
            parse
                .apply(texts.getFirst())
                .filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0)
                .orElseThrow(() -> new WrongValueException(texts.getFirst(), expected)),
        value -> List.of(toText.apply(value)));
  }

  /** Reads one text; empty when it is not of the form. */
  @FunctionalInterface
  private interface OneReader<T> {
    Optional<T> read(String text, Path base);
  }

  private static <T> ValueForm<T> single(
      Shape shape, String label, String expected, OneReader<T> reader, Function<T, String> toText) {
    return new ValueForm<>(
        shape,
        label,
        expected,
        Optional.empty(),
        "",
        (texts, base) ->
            reader
                .read(texts.getFirst(), base)
                .orElseThrow(() -> new WrongValueException(texts.getFirst(), expected)),
        value -> List.of(toText.apply(value)));
  }
}
