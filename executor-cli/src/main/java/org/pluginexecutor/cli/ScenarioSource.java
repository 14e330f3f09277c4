// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A scenario by its name.
 *
 * @param name the file, or the word of a built-in one
 * @param scenario what it says
 */
record ScenarioSource(String name, Scenario scenario) {
  /** A file, or one that is built in. */
  static ScenarioSource named(String name) {
    var file = Path.of(name);
    if (Files.exists(file)) {
      return new ScenarioSource(name, ScenarioReader.read(name, InputFile.text(file)));
    }
    return BuiltInScenario.named(name)
        .map(ScenarioSource::of)
        .orElseThrow(() ->
            new CliException(
                ExitCode.MISSING,
                "--scenario: "
                    + name
                    + " (expected: a file, or one of "
                    + String.join(", ", BuiltInScenario.words())
                    + ")"));
  }

  static ScenarioSource of(BuiltInScenario builtIn) {
    return new ScenarioSource(builtIn.word(), builtIn.read());
  }

  /** The same with other values: {@code client_ip=192.0.2.1}, {@code key_value_pairs.otp=123}. */
  ScenarioSource with(List<String> assignments) {
    var session = new LinkedHashMap<>(scenario.session());
    for (var assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw refusal(assignment);
      }
      String value = assignment.substring(equals + 1);
      String[] names = assignment.substring(0, equals).split("\\.", 2);
      var field = SessionField.named(names[0]).orElseThrow(() -> refusal(assignment));
      if (names.length == 1) {
        session.put(field.word(), ScenarioReader.value(field, value));
      } else if (field == SessionField.KEY_VALUE_PAIRS) {
        session.merge(field.word(), Map.of(names[1], value), ScenarioSource::together);
      } else {
        throw refusal(assignment);
      }
    }
    return new ScenarioSource(
        name,
        new Scenario(
            scenario.description(),
            session,
            scenario.answers(),
            scenario.loginSucceeds(),
            scenario.steps()));
  }

  private static Object together(Object first, Object second) {
    var both = new LinkedHashMap<Object, Object>();
    both.putAll((Map<?, ?>) first);
    both.putAll((Map<?, ?>) second);
    return both;
  }

  private static CliException refusal(String assignment) {
    return new CliException(
        ExitCode.USAGE,
        "--set: '"
            + assignment
            + "' (expected: NAME=TEXT with a name of "
            + String.join(", ", SessionField.words())
            + ".KEY)");
  }
}
