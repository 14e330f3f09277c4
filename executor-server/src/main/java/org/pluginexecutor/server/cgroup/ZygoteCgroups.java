// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.pluginexecutor.server.config.CgroupConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a control group for each zygote. Thread-safe. */
public final class ZygoteCgroups {
  private static final Logger log = LoggerFactory.getLogger(ZygoteCgroups.class);

  /** Counts over all servers of this process, whose groups may be in one place. */
  private static final AtomicLong COUNT = new AtomicLong();

  /** The launcher, the first process of its namespace and the zygote, and some to spare. */
  private static final int PROCESSES_BESIDES_WORKERS = 8;

  private final CgroupParent parent;
  private final CgroupOwner owner;
  private final long memoryBytes;

  ZygoteCgroups(CgroupParent parent, CgroupOwner owner, long memoryBytes) {
    this.parent = parent;
    this.owner = owner;
    this.memoryBytes = memoryBytes;
  }

  /**
   * Finds where to make them, tries it, and removes what dead servers left there.
   *
   * @return absent where there are to be none, or auto finds no place for them
   * @throws IOException if the place that is wanted cannot be used; the message has the remedy
   */
  public static Optional<ZygoteCgroups> open(CgroupConfig config) throws IOException {
    var parent = new CgroupSearch(CgroupMounts.read()).parent(config.place());
    if (parent.isEmpty()) {
      return Optional.empty();
    }
    var groups = new ZygoteCgroups(parent.get(), CgroupOwner.self(), config.memoryBytes());
    groups.removeLeftovers();
    try {
      groups.create(1).close();
    } catch (IOException e) {
      throw CgroupSearch.unusable(parent.get().memory(), "no group can be made in it: " + e, e);
    }
    return Optional.of(groups);
  }

  /** The directory in which the groups are. */
  public Path directory() {
    return parent.memory();
  }

  /**
   * Makes one without processes.
   *
   * @param workerProcesses how many processes and threads all workers in it may have together
   */
  public ZygoteCgroup create(long workerProcesses) throws IOException {
    var name = owner.name(COUNT.incrementAndGet());
    var group = group(name);
    try {
      for (var directory : directories(name)) {
        Files.createDirectory(directory);
      }
      group.limit(workerProcesses + PROCESSES_BESIDES_WORKERS);
      return group;
    } catch (IOException | RuntimeException e) {
      group.close();
      throw e;
    }
  }

  private ZygoteCgroup group(String name) {
    return new ZygoteCgroup(parent.version(), directories(name), memoryBytes);
  }

  private List<Path> directories(String name) {
    var directories = new ArrayList<>(List.of(parent.memory().resolve(name)));
    parent.others().forEach(other -> directories.add(other.resolve(name)));
    return directories;
  }

  private void removeLeftovers() throws IOException {
    try (var children = Files.newDirectoryStream(parent.memory(), "plugin-executor-*")) {
      for (var child : children) {
        var name = child.getFileName().toString();
        var maker = CgroupOwner.of(name);
        if (maker.isPresent() && maker.get().isDead()) {
          log.info("removing a control group that a killed server left behind");
          group(name).close();
        }
      }
    }
  }
}
