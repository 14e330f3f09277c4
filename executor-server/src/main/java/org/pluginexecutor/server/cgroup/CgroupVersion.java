// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.cgroup;

/**
 * What the files of a group are called in the two versions of the kernel's interface. Immutable.
 */
enum CgroupVersion {
  V1(
      "memory.limit_in_bytes",
      "memory.memsw.limit_in_bytes",
      "memory.max_usage_in_bytes",
      "memory.oom_control"),
  V2("memory.max", "memory.swap.max", "memory.peak", "memory.events");

  static final String PROCESSES = "cgroup.procs";
  static final String PROCESS_LIMIT = "pids.max";

  /** Only of version 2. */
  static final String KILL = "cgroup.kill";

  private final String memoryLimit;
  private final String swapLimit;
  private final String peakMemory;
  private final String memoryEvents;

  CgroupVersion(String memoryLimit, String swapLimit, String peakMemory, String memoryEvents) {
    this.memoryLimit = memoryLimit;
    this.swapLimit = swapLimit;
    this.peakMemory = peakMemory;
    this.memoryEvents = memoryEvents;
  }

  String memoryLimit() {
    return memoryLimit;
  }

  /** Absent where the kernel does not count swap. */
  String swapLimit() {
    return swapLimit;
  }

  /** What to write there so that nothing is swapped: version 1 counts memory and swap together. */
  long swapLimitFor(long memoryBytes) {
    return this == V1 ? memoryBytes : 0;
  }

  /** Absent before Linux 5.19. */
  String peakMemory() {
    return peakMemory;
  }

  /** Has the line {@code oom_kill N}. */
  String memoryEvents() {
    return memoryEvents;
  }
}
