// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a configuration of everything that is said about it: the defaults, then the file, the
 * environment and the flags, each over the ones before. Stateless.
 */
public final class ConfigLoader {
  private ConfigLoader() {}

  /**
   * Reads and checks everything.
   *
   * @throws ConfigException if anything is wrong; it has all that is
   */
  public static EffectiveConfig load(ConfigSources sources) throws ConfigException {
    var errors = new ArrayList<ConfigError>();
    var values = new ConfigValues(sources.dataDirectory(), errors);
    sources.file().ifPresent(file -> values.addAll(ConfigFile.read(file, errors)));
    values.addAll(ConfigEnvironment.read(sources.environment(), errors));
    values.addAll(flags(sources.flags()));
    var config = new ConfigAssembly(values).assemble();
    ConfigChecks.check(config, values);
    if (!errors.isEmpty()) {
      throw new ConfigException(errors.stream().sorted(ConfigError.ORDER).toList());
    }
    return new EffectiveConfig(config, values.origins());
  }

  private static Map<ConfigKey<?>, GivenValue> flags(Map<ConfigKey<?>, List<String>> flags) {
    var given = new LinkedHashMap<ConfigKey<?>, GivenValue>();
    flags.forEach((key, texts) -> {
      var origin = new Origin.Flag(key.flag().orElse(key.name()));
      var parts =
          switch (key.form().shape()) {
            case LIST -> texts.stream().flatMap(text -> key.form().parts(text).stream()).toList();
            case TEXT, SWITCH, REPEATED, MAPPING -> texts;
          };
      given.put(key, new GivenValue(parts, origin, Path.of("").toAbsolutePath()));
    });
    return given;
  }
}
