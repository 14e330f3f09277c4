// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * Reads scenarios. Every value is the text that stands there, so that the one-time password 012345
 * keeps its zero. Confined to one thread.
 */
final class ScenarioReader {
  private static final List<String> KEYS =
      List.of("description", "session", "answers", "login", "steps");

  private final String source;
  private final List<String> problems = new ArrayList<>();

  private ScenarioReader(String source) {
    this.source = source;
  }

  /**
   * Reads one, and names all its problems at once.
   *
   * @param source where it is from, for people
   */
  static Scenario read(String source, String text) {
    var reader = new ScenarioReader(source);
    var scenario = reader.scenario(reader.root(text));
    if (!reader.problems.isEmpty()) {
      throw new CliException(ExitCode.DATA, reader.problems, null);
    }
    return scenario;
  }

  /** The value of a session's field that is written as one text, as on the command line. */
  static Object value(SessionField field, String text) {
    return switch (field.form()) {
      case TEXT -> text;
      case NUMBER ->
          number(text)
              .orElseThrow(() ->
                  new CliException(
                      ExitCode.USAGE, field.word() + ": '" + text + "' (expected: a number)"));
      case LIST -> text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*", -1));
      case PAIRS ->
          throw new CliException(
              ExitCode.USAGE, field.word() + ": text (expected: " + field.word() + ".KEY=TEXT)");
    };
  }

  private Map<?, ?> root(String text) {
    var settings =
        LoadSettings.builder()
            .setLabel(source)
            .setSchema(new FailsafeSchema())
            .setMaxAliasesForCollections(0)
            .build();
    try {
      return mapping("", new Load(settings).loadFromString(text));
    } catch (YamlEngineException e) {
      throw new CliException(ExitCode.DATA, source + ": no YAML: " + e.getMessage(), e);
    }
  }

  private Scenario scenario(Map<?, ?> root) {
    refuseOthers("", root, KEYS);
    return new Scenario(
        text("description", root.get("description")).orElse(""),
        session(mapping("session", root.get("session"))),
        answers(mapping("answers", root.get("answers"))),
        loginSucceeds(text("login", root.get("login"))),
        steps(root.get("steps")));
  }

  private Map<String, Object> session(Map<?, ?> fields) {
    refuseOthers("session.", fields, SessionField.words());
    var session = new LinkedHashMap<String, Object>();
    for (var field : SessionField.values()) {
      String place = "session." + field.word();
      Object value = fields.get(field.word());
      if (value == null) {
        continue;
      }
      switch (field.form()) {
        case TEXT -> text(place, value).ifPresent(text -> session.put(field.word(), text));
        case NUMBER -> {
          var number = text(place, value).flatMap(ScenarioReader::number);
          number.ifPresentOrElse(
              port -> session.put(field.word(), port),
              () -> problem(place, "(expected: a number)"));
        }
        case LIST -> session.put(field.word(), texts(place, value));
        case PAIRS -> session.put(field.word(), pairs(place, value));
      }
    }
    return session;
  }

  private Map<String, String> pairs(String place, Object value) {
    var pairs = new LinkedHashMap<String, String>();
    mapping(place, value)
        .forEach((key, word) ->
            text(place + "." + key, word).ifPresent(text -> pairs.put(String.valueOf(key), text)));
    return pairs;
  }

  private Map<String, List<String>> answers(Map<?, ?> given) {
    var answers = new LinkedHashMap<String, List<String>>();
    given.forEach((key, value) -> {
      var texts = value instanceof String text ? List.of(text) : texts("answers." + key, value);
      if (texts.isEmpty()) {
        problem("answers." + key, "no answer (expected: a text, or a list of texts)");
      }
      answers.put(String.valueOf(key), texts);
    });
    return answers;
  }

  private boolean loginSucceeds(Optional<String> word) {
    if (word.isPresent() && !word.get().equals("succeeds") && !word.get().equals("fails")) {
      problem("login", word.get() + " (expected: succeeds or fails)");
    }
    return !word.equals(Optional.of("fails"));
  }

  private List<Scenario.Step> steps(@Nullable Object value) {
    var steps = new ArrayList<Scenario.Step>();
    int number = 0;
    for (var item : list("steps", value)) {
      number++;
      steps.add(step("steps[" + number + "]", mapping("steps[" + number + "]", item)));
    }
    return steps;
  }

  private Scenario.Step step(String place, Map<?, ?> fields) {
    var hook = text(place + ".hook", fields.get("hook"));
    if (hook.isEmpty()) {
      problem(place, "no hook (expected: hook: authenticate, or another)");
    }
    var known = new ArrayList<>(StepFact.words());
    known.add("hook");
    refuseOthers(place + ".", fields, known);
    var facts = new EnumMap<StepFact, String>(StepFact.class);
    for (var fact : StepFact.values()) {
      Object value = fields.get(fact.word());
      if (value instanceof List<?>) {
        facts.put(fact, String.join(", ", texts(place + "." + fact.word(), value)));
      } else {
        text(place + "." + fact.word(), value).ifPresent(text -> facts.put(fact, text));
      }
    }
    return new Scenario.Step(hook.orElse(""), facts);
  }

  private static Optional<Long> number(String text) {
    try {
      return Optional.of(Long.valueOf(text));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private Optional<String> text(String place, @Nullable Object value) {
    if (value != null && !(value instanceof String)) {
      problem(place, "not a text (expected: a text)");
    }
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }

  private List<String> texts(String place, @Nullable Object value) {
    var texts = new ArrayList<String>();
    list(place, value).forEach(item -> text(place, item).ifPresent(texts::add));
    return texts;
  }

  private List<?> list(String place, @Nullable Object value) {
    if (value instanceof List<?> items) {
      return items;
    }
    if (!isEmpty(value)) {
      problem(place, "not a list (expected: a list)");
    }
    return List.of();
  }

  private Map<?, ?> mapping(String place, @Nullable Object value) {
    if (value instanceof Map<?, ?> fields) {
      return fields;
    }
    if (!isEmpty(value)) {
      problem(place, "not a mapping (expected: lines of the form key: value)");
    }
    return Map.of();
  }

  private static boolean isEmpty(@Nullable Object value) {
    return value == null || value.equals("");
  }

  private void refuseOthers(String prefix, Map<?, ?> fields, List<String> known) {
    for (var key : fields.keySet()) {
      if (!known.contains(String.valueOf(key))) {
        problem(prefix + key, "unknown (expected: " + String.join(", ", known) + ")");
      }
    }
  }

  private void problem(String place, String sentence) {
    problems.add(source + ": " + (place.isEmpty() ? "" : place + ": ") + sentence);
  }
}
