// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who may do what. Immutable.
 *
 * @param file list of callers with their roles; absent: none
 * @param localToken whether the server makes a token with all roles that only its own user can
 *     read; default yes
 * @param anonymous roles of callers who do not say who they are; default none
 * @param openMetrics whether metrics are given to everybody who reaches their port; default no
 */
public record AccessConfig(
    Optional<Path> file, boolean localToken, List<Role> anonymous, boolean openMetrics) {
  public AccessConfig {
    anonymous = List.copyOf(anonymous);
  }

  public static AccessConfig defaults() {
    return new AccessConfig(Optional.empty(), true, List.of(), false);
  }

  public AccessConfig withFile(Path newFile) {
    return new AccessConfig(Optional.of(newFile), localToken, anonymous, openMetrics);
  }

  public AccessConfig withLocalToken(boolean newLocalToken) {
    return new AccessConfig(file, newLocalToken, anonymous, openMetrics);
  }

  public AccessConfig withAnonymous(List<Role> newAnonymous) {
    return new AccessConfig(file, localToken, newAnonymous, openMetrics);
  }

  public AccessConfig withOpenMetrics(boolean newOpenMetrics) {
    return new AccessConfig(file, localToken, anonymous, newOpenMetrics);
  }
}
