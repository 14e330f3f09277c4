// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pluginexecutor.server.config.Role;
import org.pluginexecutor.server.settings.ValueForm.Shape;

/** The rows of the section {@code access}. Stateless. */
final class AccessKeys {
  static final ConfigKey<Path> FILE =
      ConfigKey.optional(
              "access.file",
              Forms.path("FILE", "the path of a list of callers"),
              config -> config.access().file(),
              "none",
              "List of callers, one a line: a name, roles, and the digest of a token, a name in a"
                  + " client certificate or a user; it is read again when it changes.")
          .withFlag("--access-file");
  static final ConfigKey<Boolean> LOCAL_TOKEN =
      ConfigKey.of(
              "access.local-token",
              Forms.trueOrFalse(),
              config -> config.access().localToken(),
              "Make a token with all roles in the data directory, for callers of the server's own"
                  + " user on this machine.")
          .withFlag("--local-token");
  static final ConfigKey<List<Role>> ANONYMOUS =
      ConfigKey.of(
              "access.anonymous",
              roles(),
              config -> config.access().anonymous(),
              "Roles of everybody who reaches the port and shows nothing. Whoever is given one has"
                  + " it in plugins too.")
          .withFlag("--anonymous")
          .withDefaultWords("none");
  static final ConfigKey<Boolean> OPEN_METRICS =
      ConfigKey.of(
              "access.open-metrics",
              Forms.trueOrFalse(),
              config -> config.access().openMetrics(),
              "Give metrics to everybody who reaches their port, instead of to callers with the"
                  + " role observe.")
          .withFlag("--open-metrics");

  static final List<ConfigKey<?>> ALL = List.of(FILE, LOCAL_TOKEN, ANONYMOUS, OPEN_METRICS);

  private AccessKeys() {}

  private static ValueForm<List<Role>> roles() {
    var expected = "invoke, manage or observe";
    return new ValueForm<>(
        Shape.LIST,
        "ROLES",
        "a list: " + expected,
        Optional.empty(),
        " *, *",
        (texts, _) ->
            texts.stream()
                .map(text ->
                    Role.named(text).orElseThrow(() -> new WrongValueException(text, expected)))
                .distinct()
                .toList(),
        roles -> roles.stream().map(Role::label).toList());
  }
}
