// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import java.time.Duration;
import java.util.OptionalInt;
import org.pluginexecutor.server.value.PluginValue;

/**
 * The ended frame: every process of the worker is dead. Immutable.
 *
 * @param exitCode exit code of the worker, when it exited
 * @param signal signal that ended the worker, when one did
 * @param cpuTime CPU time of the whole process tree
 * @param peakMemoryBytes largest resident memory of any of its processes
 */
public record ShimEnded(
    OptionalInt exitCode, OptionalInt signal, Duration cpuTime, long peakMemoryBytes) {

  private static final double NANOS_PER_SECOND = 1e9;

  public static ShimEnded of(PluginValue.Dict message) throws ShimProtocolException {
    var fields = MessageReader.of(message, "ended");
    var exitCode = fields.integerOrNull("exit_code");
    var signal = fields.integerOrNull("signal");
    if (exitCode.isPresent() == signal.isPresent()) {
      throw new ShimProtocolException("ended: exit_code and signal (expected: one of them)");
    }
    return new ShimEnded(
        exitCode,
        signal,
        Duration.ofNanos((long) (fields.number("cpu_s") * NANOS_PER_SECOND)),
        fields.integer("peak_memory_bytes"));
  }
}
