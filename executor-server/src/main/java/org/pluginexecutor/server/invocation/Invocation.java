// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.time.Duration;
import java.util.Optional;
import org.pluginexecutor.server.value.PluginValue;

/**
 * What a caller asks for: one call of one hook. Immutable.
 *
 * @param id the server's own id of it
 * @param arguments those that the caller gave, by name
 * @param timeLimit what the caller wants; absent: the instance's, then the server's
 * @param explained whether to watch for walls that the plugin hides
 */
public record Invocation(
    String id,
    Target target,
    String hook,
    String sessionId,
    PluginValue.Dict arguments,
    PluginValue.Dict cookie,
    PluginValue.Dict sessionCookie,
    Optional<Duration> timeLimit,
    boolean explained) {

  /** Not explained. */
  public Invocation(
      String id,
      Target target,
      String hook,
      String sessionId,
      PluginValue.Dict arguments,
      PluginValue.Dict cookie,
      PluginValue.Dict sessionCookie,
      Optional<Duration> timeLimit) {
    this(id, target, hook, sessionId, arguments, cookie, sessionCookie, timeLimit, false);
  }
}
