// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pluginexecutor.client.PluginType;

/**
 * Sessions that gateways often have; the first of each type is the one that is played by default.
 */
enum BuiltInScenario {
  SSH_GATEWAY_USER(PluginType.AA),
  SSH_SERVER_USER_ONLY(PluginType.AA),
  SSH_ONE_TIME_PASSWORD(PluginType.AA),
  RDP_GATEWAY_USER(PluginType.AA),
  RDP_GATEWAY_USER_IN_LOGIN_NAME(PluginType.AA),
  MSSQL_NO_QUESTIONS(PluginType.AA),
  SSH_CREDENTIALS(PluginType.CREDENTIALSTORE),
  SSH_CREDENTIALS_BY_ADDRESS(PluginType.CREDENTIALSTORE),
  SSH_LOGIN_FAILS(PluginType.CREDENTIALSTORE),
  RDP_CREDENTIALS(PluginType.CREDENTIALSTORE),
  RDP_REMOTE_APP(PluginType.CREDENTIALSTORE);

  private final PluginType type;

  BuiltInScenario(PluginType type) {
    this.type = type;
  }

  static Optional<BuiltInScenario> named(String word) {
    return Arrays.stream(values()).filter(scenario -> scenario.word().equals(word)).findFirst();
  }

  static BuiltInScenario defaultOf(PluginType type) {
    return Arrays.stream(values())
        .filter(scenario -> scenario.type == type)
        .findFirst()
        .orElseThrow(() ->
            new CliException(
                ExitCode.DATA,
                PluginNames.word(type) + ": a type without hooks (expected: aa, credentialstore)"));
  }

  static List<String> words() {
    return Arrays.stream(values()).map(BuiltInScenario::word).toList();
  }

  PluginType type() {
    return type;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Scenario read() {
    String resource = "scenarios/" + word() + ".yaml";
    try (InputStream in = BuiltInScenario.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + ": missing in the jar");
      }
      return ScenarioReader.read(word(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(resource + ": cannot be read", e);
    }
  }
}
