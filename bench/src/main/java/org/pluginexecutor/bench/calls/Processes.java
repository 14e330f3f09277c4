// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Looks at processes through /proc; one that has ended counts nothing. Stateless. */
final class Processes {
  /** User and system time, in the clock ticks of Linux. */
  private static final int OWN_CPU_FIELD = 11;

  /** The same of children that ended and were waited for. */
  private static final int CHILD_CPU_FIELD = 13;

  private static final int THREADS_FIELD = 17;
  private static final double MS_PER_TICK = 10;
  private static final long BYTES_PER_KIB = 1 << 10;

  private Processes() {}

  /** Processor time of a process itself, in milliseconds. */
  static double ownMs(long pid) {
    return sum(stat(pid), OWN_CPU_FIELD);
  }

  /** Processor time of the children of a process that have ended, in milliseconds. */
  static double endedChildrenMs(long pid) {
    return sum(stat(pid), CHILD_CPU_FIELD);
  }

  /** Processor time of everything that a process ever started, as far as it was waited for. */
  static double descendantsMs(long pid) {
    double sum = endedChildrenMs(pid);
    for (var descendant : descendants(pid)) {
      sum += ownMs(descendant) + endedChildrenMs(descendant);
    }
    return sum;
  }

  static int threads(long pid) {
    var fields = stat(pid);
    return fields.isEmpty() ? 0 : Integer.parseInt(fields.get(THREADS_FIELD));
  }

  /** How many descriptors a process has open. */
  static long descriptors(long pid) {
    try (var files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return files.count();
    } catch (IOException _) {
      return 0;
    }
  }

  static List<Long> descendants(long pid) {
    return ProcessHandle.of(pid)
        .map(process -> process.descendants().map(ProcessHandle::pid).toList())
        .orElse(List.of());
  }

  /** The share of memory that is a process's own, with its part of what it shares. */
  static long pssBytes(long pid) {
    return bytes(pid, "smaps_rollup", "Pss:");
  }

  static long residentBytes(long pid) {
    return bytes(pid, "status", "VmRSS:");
  }

  private static double sum(List<String> stat, int field) {
    return stat.isEmpty()
        ? 0
        : (Long.parseLong(stat.get(field)) + Long.parseLong(stat.get(field + 1))) * MS_PER_TICK;
  }

  private static List<String> stat(long pid) {
    var text = read(pid, "stat");
    // Behind the name of the program, which may hold anything.
    return text.isEmpty()
        ? List.of()
        : List.of(text.substring(text.lastIndexOf(')') + 2).split(" ", -1));
  }

  private static long bytes(long pid, String file, String key) {
    return read(pid, file)
        .lines()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * BYTES_PER_KIB)
        .findFirst()
        .orElse(0);
  }

  private static String read(long pid, String file) {
    try {
      var path = Path.of("/proc", Long.toString(pid), file);
      return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    } catch (IOException _) {
      return "";
    }
  }
}
