// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.store;

import java.time.Duration;
import java.util.Optional;

/**
 * What an instance says about its calls, besides plugin and configuration. Immutable.
 *
 * @param runtime name of the runtime; absent: the first that suits the plugin
 * @param timeLimit of a call that names none; absent: the server's default
 */
public record InstanceSettings(Optional<String> runtime, Optional<Duration> timeLimit) {
  /** Says nothing. */
  public static final InstanceSettings NONE =
      new InstanceSettings(Optional.empty(), Optional.empty());

  /**
   * These with changes.
   *
   * @param newRuntime absent: stays; empty: none from now on
   * @param newTimeLimit absent: stays; zero: none from now on
   */
  InstanceSettings with(Optional<String> newRuntime, Optional<Duration> newTimeLimit) {
    return new InstanceSettings(
        newRuntime.or(() -> runtime).filter(name -> !name.isEmpty()),
        newTimeLimit.or(() -> timeLimit).filter(Duration::isPositive));
  }
}
