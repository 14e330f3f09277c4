// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whose group it is, as its name says: a process number alone could be another process's by now, or
 * be one of another namespace. Immutable.
 *
 * @param namespace the pid namespace, as the kernel names it
 * @param pid number of the server in it
 * @param startTicks when the server was started, as proc_pid_stat(5) has it
 */
record CgroupOwner(String namespace, long pid, String startTicks) {
  private static final Pattern NAME =
      Pattern.compile("plugin-executor-([0-9]+)-([0-9]{1,10})-([0-9]+)-[0-9]+");

  private static final Path NAMESPACE = Path.of("/proc/self/ns/pid");

  /** Counted from the end of the name of the program, which may have any character. */
  private static final int START_FIELD = 20;

  static CgroupOwner self() throws IOException {
    long pid = ProcessHandle.current().pid();
    return new CgroupOwner(
        namespaceOfSelf(),
        pid,
        startTicksOf(pid).orElseThrow(() -> new IOException("/proc does not show this process")));
  }

  /** The owner that a name tells of; absent: no server made it. */
  static Optional<CgroupOwner> of(String name) {
    var parts = NAME.matcher(name);
    return parts.matches()
        ? Optional.of(
            new CgroupOwner(parts.group(1), Long.parseLong(parts.group(2)), parts.group(3)))
        : Optional.empty();
  }

  /** The name of the group with this number. */
  String name(long number) {
    return "plugin-executor-" + namespace + "-" + pid + "-" + startTicks + "-" + number;
  }

  /** False also where that cannot be told: the processes of other namespaces are not seen here. */
  boolean isDead() throws IOException {
    return namespace.equals(namespaceOfSelf())
        && !startTicksOf(pid).equals(Optional.of(startTicks));
  }

  private static String namespaceOfSelf() throws IOException {
    return Files.readSymbolicLink(NAMESPACE).toString().replaceAll("[^0-9]", "");
  }

  private static Optional<String> startTicksOf(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return Optional.of(stat.substring(stat.lastIndexOf(')') + 1).split(" ", -1)[START_FIELD]);
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
