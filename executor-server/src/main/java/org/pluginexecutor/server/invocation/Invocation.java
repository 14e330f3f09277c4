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
 * @param request by which repetitions are known; absent: each call is a new one
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
    boolean explained,
    Optional<IdentifiedRequest> request) {

  /** Not explained, and without a request id. */
  public Invocation(
      String id,
      Target target,
      String hook,
      String sessionId,
      PluginValue.Dict arguments,
      PluginValue.Dict cookie,
      PluginValue.Dict sessionCookie,
      Optional<Duration> timeLimit) {
    this(
        id,
        target,
        hook,
        sessionId,
        arguments,
        cookie,
        sessionCookie,
        timeLimit,
        false,
        Optional.empty());
  }
}
