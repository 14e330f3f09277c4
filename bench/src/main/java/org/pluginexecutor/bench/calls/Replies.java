// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Checks what the contenders without a server answer. Stateless. */
final class Replies {
  private static final Pattern ACCEPT = Pattern.compile("\"verdict\": \"ACCEPT\"");
  private static final Pattern CPU = Pattern.compile("\"cpu_s\": ([0-9.]+)");
  private static final double MS_PER_S = 1e3;
  private static final int SHOWN = 200;

  private Replies() {}

  /**
   * Refuses everything that is no result with ACCEPT.
   *
   * @throws IOException if it is not
   */
  static void check(String contender, String reply) throws IOException {
    if (!ACCEPT.matcher(reply).find()) {
      throw new IOException(
          contender
              + ": "
              + reply.substring(0, Math.min(SHOWN, reply.length()))
              + " (expected: a result with ACCEPT)");
    }
  }

  /** The processor time that an interpreter says it has used, in milliseconds. */
  static OptionalDouble cpuMs(String reply) {
    var found = CPU.matcher(reply);
    return found.find()
        ? OptionalDouble.of(Double.parseDouble(found.group(1)) * MS_PER_S)
        : OptionalDouble.empty();
  }
}
