// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.cli;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.PluginTarget;

/**
 * What the command line asks of a hook, before it is known where. Immutable.
 *
 * @param timeLimit empty: the server's default
 * @param explained whether to watch for walls that the plugin hides
 */
record HookRequest(
    String hook,
    String sessionId,
    Map<String, @Nullable Object> arguments,
    Map<String, @Nullable Object> cookie,
    Map<String, @Nullable Object> sessionCookie,
    Optional<Duration> timeLimit,
    boolean explained) {

  HookCall to(PluginTarget target) {
    try {
      var builder =
          HookCall.newBuilder(target, hook, sessionId)
              .arguments(arguments)
              .cookie(cookie)
              .sessionCookie(sessionCookie)
              .explained(explained);
      timeLimit.ifPresent(builder::timeLimit);
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.DATA, String.valueOf(e.getMessage()), e);
    }
  }
}
