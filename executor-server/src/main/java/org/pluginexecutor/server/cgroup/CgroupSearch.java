// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.config.WorkerCgroup;

/** Finds the group below which the server may make others. Immutable. */
final class CgroupSearch {
  private static final String CONTROLLERS = "cgroup.controllers";
  private static final String ENABLED = "cgroup.subtree_control";
  private static final String MEMORY = "memory";
  private static final String PIDS = "pids";

  /** Where a service manager puts the server, or the server itself; systemd: DelegateSubgroup=. */
  private static final Path LEAF = Path.of("server");

  private final CgroupMounts mounts;

  CgroupSearch(CgroupMounts mounts) {
    this.mounts = mounts;
  }

  /**
   * The group that is wanted.
   *
   * @throws IOException if it cannot be used
   */
  Optional<CgroupParent> parent(WorkerCgroup wanted) throws IOException {
    return switch (wanted) {
      case WorkerCgroup.None() -> Optional.empty();
      case WorkerCgroup.Auto() ->
          aboveLeaf().filter(CgroupSearch::isDelegated).flatMap(this::quiet);
      case WorkerCgroup.Own() -> Optional.of(own());
      case WorkerCgroup.Named(var directory) -> Optional.of(named(directory));
    };
  }

  /** What is said of a group that was asked for and cannot be used. */
  static IOException unusable(Path group, String why, @Nullable Exception cause) {
    return new IOException(
        "worker-cgroup: "
            + group
            + ": "
            + why
            + " (expected: a control group with the controller memory that is delegated to the"
            + " server's user and has no processes of its own, such as systemd gives with"
            + " Delegate=yes and DelegateSubgroup=server; or --worker-cgroup none)",
        cause);
  }

  /** The group above the server's own, where that bears the name of a leaf. */
  private Optional<Path> aboveLeaf() {
    return mounts
        .ownDirectory()
        .filter(own -> own.endsWith(LEAF))
        .flatMap(own -> Optional.ofNullable(own.getParent()));
  }

  private static boolean isDelegated(Path group) {
    return Files.isWritable(group) && Files.isWritable(group.resolve(CgroupVersion.PROCESSES));
  }

  private Optional<CgroupParent> quiet(Path group) {
    try {
      return Optional.of(unified(group));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private CgroupParent own() throws IOException {
    var above = aboveLeaf();
    if (above.isPresent()) {
      return unified(above.get());
    }
    var own =
        mounts
            .ownDirectory()
            .orElseThrow(() -> unusable(Path.of("own"), "no hierarchy of version 2", null));
    requireController(own);
    var self = Long.toString(ProcessHandle.current().pid());
    var processes = Files.readAllLines(own.resolve(CgroupVersion.PROCESSES));
    if (!processes.equals(List.of(self))) {
      throw unusable(own, "the server is not the only process in it", null);
    }
    try {
      var leaf = own.resolve(LEAF);
      if (!Files.isDirectory(leaf)) {
        Files.createDirectory(leaf);
      }
      Files.writeString(leaf.resolve(CgroupVersion.PROCESSES), self);
    } catch (IOException e) {
      throw unusable(own, "the server cannot move into a leaf of it: " + e, e);
    }
    return unified(own);
  }

  private CgroupParent named(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw unusable(directory, "no such directory", null);
    }
    var real = directory.toRealPath();
    var mount = mounts.of(real);
    if (mount.isEmpty()) {
      throw unusable(directory, "not in a file system of control groups", null);
    }
    if (mount.get().isUnified()) {
      return unified(real);
    }
    if (!mount.get().options().contains(MEMORY)) {
      throw unusable(directory, "has not the controller memory", null);
    }
    var others = new ArrayList<Path>();
    // Version 1 keeps it in a tree of its own, where the operator may have made the same group.
    mounts
        .ofController(PIDS)
        .filter(pids -> !pids.point().equals(mount.get().point()))
        .map(pids -> pids.point().resolve(mount.get().point().relativize(real)))
        .filter(Files::isWritable)
        .ifPresent(others::add);
    return new CgroupParent(CgroupVersion.V1, real, others);
  }

  /** Has the controllers count in the groups to be made. */
  private static CgroupParent unified(Path group) throws IOException {
    requireController(group);
    var missing = new ArrayList<>(controllers(group, CONTROLLERS));
    missing.retainAll(List.of(MEMORY, PIDS));
    missing.removeAll(controllers(group, ENABLED));
    try {
      for (var controller : missing) {
        Files.writeString(group.resolve(ENABLED), "+" + controller);
      }
    } catch (IOException e) {
      throw unusable(group, "the controllers " + missing + " cannot be enabled: " + e, e);
    }
    return new CgroupParent(CgroupVersion.V2, group, List.of());
  }

  private static void requireController(Path group) throws IOException {
    var controllers = controllers(group, CONTROLLERS);
    if (!controllers.contains(MEMORY)) {
      throw unusable(group, "has the controllers " + controllers, null);
    }
  }

  private static List<String> controllers(Path group, String file) throws IOException {
    return Arrays.stream(Files.readString(group.resolve(file)).strip().split(" ", -1))
        .filter(name -> !name.isEmpty())
        .toList();
  }
}
