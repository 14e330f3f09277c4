// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads settings from the environment. Stateless. */
final class ConfigEnvironment {
  /** What the program's other commands read, Compose and the tests of gateways. */
  private static final Set<String> OTHERS =
      Set.of(
          "PLUGIN_EXECUTOR_TARGET",
          "PLUGIN_EXECUTOR_TOKEN",
          "PLUGIN_EXECUTOR_TOKEN_FILE",
          "PLUGIN_EXECUTOR_TLS",
          "PLUGIN_EXECUTOR_CA_FILE",
          "PLUGIN_EXECUTOR_CLIENT_CERT",
          "PLUGIN_EXECUTOR_CLIENT_KEY",
          "PLUGIN_EXECUTOR_IMAGE",
          "PLUGIN_EXECUTOR_TEST_IMAGE");

  /**
   * Kubernetes gives every container variables for each service of its namespace, and the obvious
   * name of a service for this server makes them look like ours.
   */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "\\w+_(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

  private static final Pattern SERVICE_LINK_VALUE = Pattern.compile("(tcp|udp|sctp)://.*");

  private ConfigEnvironment() {}

  /** What is given, by key; variables that nobody knows become errors. */
  static Map<ConfigKey<?>, GivenValue> read(
      Map<String, String> environment, List<ConfigError> errors) {
    Map<String, ConfigKey<?>> known =
        ConfigKeys.all().stream()
            .collect(Collectors.toMap(ConfigKey::variable, Function.identity()));
    var given = new LinkedHashMap<ConfigKey<?>, GivenValue>();
    // Sorted, since an environment has no order that people know.
    new TreeMap<>(environment)
        .forEach((variable, text) -> {
          if (!isOurs(variable, text)) {
            return;
          }
          var key = known.get(variable);
          if (key == null) {
            errors.add(unknown(variable, known.keySet()));
          } else if (!text.isEmpty()) {
            given.put(
                key,
                new GivenValue(
                    key.form().parts(text),
                    new Origin.Variable(variable),
                    Path.of("").toAbsolutePath()));
          }
        });
    return given;
  }

  private static boolean isOurs(String variable, String text) {
    return ConfigKey.isVariable(variable)
        && !OTHERS.contains(variable)
        && !SERVICE_LINK.matcher(variable).matches()
        && !(variable.endsWith("_PORT") && SERVICE_LINK_VALUE.matcher(text).matches());
  }

  /** Without the value: it could be a secret under a name with a slip. */
  private static ConfigError unknown(String variable, Set<String> known) {
    return new ConfigError(
        new Origin.Variable(ConfigError.shown(variable)),
        "",
        "no variable of a setting (expected: one of docs/CONFIG.md; the nearest is "
            + NearestName.of(variable, known)
            + ")");
  }
}
