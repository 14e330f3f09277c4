// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the arguments of a hook from the command line. Stateless. */
final class HookArguments {
  private HookArguments() {}

  /**
   * Reads them.
   *
   * @param texts each {@code name=text}
   * @param jsons each {@code name=JSON}
   */
  static Map<String, @Nullable Object> read(List<String> texts, List<String> jsons) {
    var arguments = new LinkedHashMap<String, @Nullable Object>();
    for (var text : texts) {
      put(arguments, "--arg", text, valueOf(text));
    }
    for (var json : jsons) {
      String subject = "--json-arg " + nameOf("--json-arg", json);
      put(arguments, "--json-arg", json, JsonReader.read(subject, valueOf(json)));
    }
    return arguments;
  }

  private static void put(
      Map<String, @Nullable Object> arguments, String option, String text, @Nullable Object value) {
    String name = nameOf(option, text);
    if (arguments.containsKey(name)) {
      throw new CliException(
          ExitCode.USAGE, option + ": " + name + " is there twice (expected: each name once)");
    }
    arguments.put(name, value);
  }

  private static String nameOf(String option, String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new CliException(
          ExitCode.USAGE, option + ": '" + text + "' has no name (expected: name=value)");
    }
    return text.substring(0, equals);
  }

  private static String valueOf(String text) {
    return text.substring(text.indexOf('=') + 1);
  }
}
