// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Which of root's rights a process has: in a container root has not all of them. Immutable.
 *
 * @param effective a bit for each, numbered as in linux/capability.h
 */
record Capabilities(long effective) {
  /** To mount outside of a user namespace. */
  static final int SYS_ADMIN = 21;

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String FIELD = "CapEff:";

  static Capabilities ofThisProcess() throws IOException {
    return parse(Files.readAllLines(STATUS));
  }

  /** From the lines of /proc/PID/status, see proc(5). */
  static Capabilities parse(List<String> status) throws IOException {
    for (var line : status) {
      if (line.startsWith(FIELD)) {
        return new Capabilities(Long.parseUnsignedLong(line.substring(FIELD.length()).strip(), 16));
      }
    }
    throw new IOException(STATUS + ": no " + FIELD + " (expected: one, see proc(5))");
  }

  boolean contains(int capability) {
    return (effective >>> capability & 1) != 0;
  }
}
