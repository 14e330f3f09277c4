// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where file systems of control groups are mounted, and which group of the unified one the server
 * is in. Immutable.
 *
 * @param ownUnified as the kernel names it, from the root of that hierarchy
 */
record CgroupMounts(List<Mount> mounts, Optional<Path> ownUnified) {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final Path OWN_GROUPS = Path.of("/proc/self/cgroup");
  private static final String UNIFIED_PREFIX = "0::";
  private static final int ROOT_FIELD = 3;
  private static final int POINT_FIELD = 4;

  /**
   * One of them. Immutable.
   *
   * @param root which group is its root
   * @param point where it is mounted
   * @param isUnified whether it is of version 2
   * @param options of the file system; those of version 1 name its controllers
   */
  record Mount(Path root, Path point, boolean isUnified, List<String> options) {}

  static CgroupMounts read() throws IOException {
    return of(Files.readAllLines(MOUNTS), Files.readAllLines(OWN_GROUPS));
  }

  /** Reads the lines of proc_pid_mountinfo(5) and of cgroups(7). */
  static CgroupMounts of(List<String> mountLines, List<String> groupLines) {
    var mounts = new ArrayList<Mount>();
    for (var line : mountLines) {
      int end = line.indexOf(" - ");
      var head = line.substring(0, Math.max(0, end)).split(" ", -1);
      var tail = line.substring(end + 3).split(" ", -1);
      if (head.length > POINT_FIELD && tail.length == 3 && tail[0].startsWith("cgroup")) {
        mounts.add(
            new Mount(
                Path.of(head[ROOT_FIELD]),
                Path.of(head[POINT_FIELD]),
                tail[0].equals("cgroup2"),
                List.of(tail[2].split(",", -1))));
      }
    }
    var own =
        groupLines.stream()
            .filter(line -> line.startsWith(UNIFIED_PREFIX))
            .map(line -> Path.of(line.substring(UNIFIED_PREFIX.length())))
            .findFirst();
    return new CgroupMounts(List.copyOf(mounts), own);
  }

  /** The directory of the server's group in the unified hierarchy, where it can be seen. */
  Optional<Path> ownDirectory() {
    return mounts.stream()
        .filter(Mount::isUnified)
        .flatMap(mount ->
            ownUnified.stream()
                .filter(group -> group.startsWith(mount.root()))
                .map(group -> mount.point().resolve(mount.root().relativize(group)).normalize()))
        .findFirst();
  }

  /** The file system that a directory is in. */
  Optional<Mount> of(Path directory) {
    return mounts.stream()
        .filter(mount -> directory.startsWith(mount.point()))
        .max(Comparator.comparingInt(mount -> mount.point().getNameCount()));
  }

  /** The file system of a controller of version 1. */
  Optional<Mount> ofController(String name) {
    return mounts.stream()
        .filter(mount -> !mount.isUnified() && mount.options().contains(name))
        .findFirst();
  }
}
