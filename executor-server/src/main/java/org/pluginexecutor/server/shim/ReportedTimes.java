// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import java.time.Duration;
import org.pluginexecutor.server.value.PluginValue;

/**
 * How long the steps of a call took, as its reply says. It was written where the plugin ran, which
 * can make it up: good for authors and averages, and for no decision. Immutable.
 *
 * @param load importing main.py and looking up the class
 * @param construct the constructor
 * @param hook the hook
 * @param reply checking what the hook returned and writing it as JSON
 */
public record ReportedTimes(Duration load, Duration construct, Duration hook, Duration reply) {
  public static final ReportedTimes NONE =
      new ReportedTimes(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * Reads the times in a reply; what is not there is zero.
   *
   * @param most how long the whole call took, hence each of its steps at most
   */
  public static ReportedTimes in(PluginValue.Dict reply, Duration most) {
    return reply.get("times") instanceof PluginValue.Dict times
        ? new ReportedTimes(
            time(times, "load_s", most),
            time(times, "construct_s", most),
            time(times, "hook_s", most),
            time(times, "reply_s", most))
        : NONE;
  }

  /** One time in a message; zero when there is none. */
  public static Duration time(PluginValue.Dict message, String field, Duration most) {
    return message.get(field) instanceof PluginValue.Real(var seconds)
        ? Duration.ofNanos(
            (long) Math.clamp(seconds * NANOS_PER_SECOND, 0.0, (double) most.toNanos()))
        : Duration.ZERO;
  }
}
