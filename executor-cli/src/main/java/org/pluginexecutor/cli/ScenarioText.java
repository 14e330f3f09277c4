// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.util.List;
import java.util.Map;

/** Writes scenarios as YAML; values are in the quotation marks of JSON. Stateless. */
final class ScenarioText {
  private ScenarioText() {}

  static String of(Scenario scenario) {
    var text = new StringBuilder();
    line(text, "", "description", scenario.description());
    if (!scenario.loginSucceeds()) {
      text.append("login: fails\n");
    }
    text.append("session:\n");
    for (var field : SessionField.values()) {
      Object value = scenario.session().get(field.word());
      if (value != null) {
        line(text, "  ", field.word(), value);
      }
    }
    if (!scenario.answers().isEmpty()) {
      text.append("answers:\n");
      scenario.answers().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(answer -> line(text, "  ", key(answer.getKey()), one(answer.getValue())));
    }
    if (!scenario.steps().isEmpty()) {
      text.append("steps:\n");
      scenario.steps().forEach(step -> step(text, step));
    }
    return text.toString();
  }

  private static void step(StringBuilder text, Scenario.Step step) {
    text.append("  - hook: ").append(step.hook()).append('\n');
    for (var fact : StepFact.values()) {
      String value = step.facts().get(fact);
      if (value != null) {
        line(text, "    ", fact.word(), value);
      }
    }
  }

  private static Object one(List<String> answers) {
    return answers.size() == 1 ? answers.getFirst() : answers;
  }

  private static String key(String key) {
    return key.matches("[A-Za-z][A-Za-z0-9_]*") ? key : JsonWriter.compact(key);
  }

  private static void line(StringBuilder text, String indent, String key, Object value) {
    text.append(indent).append(key).append(": ").append(JsonWriter.compact(value)).append('\n');
  }
}
