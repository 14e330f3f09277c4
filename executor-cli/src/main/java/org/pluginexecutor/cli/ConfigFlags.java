// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pluginexecutor.server.settings.ConfigException;
import org.pluginexecutor.server.settings.ConfigKey;
import org.pluginexecutor.server.settings.ConfigLoader;
import org.pluginexecutor.server.settings.ConfigSources;
import org.pluginexecutor.server.settings.EffectiveConfig;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The settings that have flags, as options of a command. Stateless. */
final class ConfigFlags {
  private ConfigFlags() {}

  /** Adds the options of these settings. */
  static void addTo(CommandSpec spec, List<ConfigKey<?>> keys) {
    keys.stream()
        .filter(key -> key.flag().isPresent())
        .map(ConfigFlags::option)
        .forEach(spec::addOption);
  }

  /** Adds the options of these settings under a heading of their own. */
  static void addTo(CommandSpec spec, String heading, List<ConfigKey<?>> keys) {
    var group = ArgGroupSpec.builder().validate(false).heading("%n" + heading + ":%n");
    keys.stream()
        .filter(key -> key.flag().isPresent())
        .map(ConfigFlags::option)
        .forEach(group::addArg);
    spec.addArgGroup(group.build());
  }

  /** What the command line has for these settings. */
  static Map<ConfigKey<?>, List<String>> given(CommandSpec spec, List<ConfigKey<?>> keys) {
    var given = new LinkedHashMap<ConfigKey<?>, List<String>>();
    for (var key : keys) {
      key.flag()
          .map(flag -> spec.findOption(flag).<Object>getValue())
          .ifPresent(value -> given.put(key, texts(value)));
    }
    return given;
  }

  /**
   * Loads a configuration.
   *
   * @param exitCode how the command ends when anything is wrong
   */
  static EffectiveConfig load(ConfigSources sources, ExitCode exitCode) {
    try {
      return ConfigLoader.load(sources);
    } catch (ConfigException e) {
      throw new CliException(
          exitCode, e.errors().stream().map(error -> error.toString()).toList(), e);
    }
  }

  private static List<String> texts(Object value) {
    return value instanceof List<?> texts
        ? texts.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(value));
  }

  private static OptionSpec option(ConfigKey<?> key) {
    var option =
        OptionSpec.builder(key.flag().orElseThrow())
            .paramLabel(key.form().label())
            .description(description(key));
    return switch (key.form().shape()) {
      case TEXT, LIST -> option.arity("1").type(String.class).build();
      case SWITCH -> option.arity("0..1").type(Boolean.class).build();
      case REPEATED, MAPPING ->
          option.arity("1").type(List.class).auxiliaryTypes(String.class).build();
    };
  }

  private static String description(ConfigKey<?> key) {
    var range = key.form().range().map(found -> " From " + found + ".").orElse("");
    var repeated =
        switch (key.form().shape()) {
          case REPEATED, MAPPING -> " May be repeated.";
          case TEXT, SWITCH, LIST -> "";
        };
    return (key.meaning() + range + repeated + " Default: " + key.defaultText() + ".")
        .replace("%", "%%");
  }
}
