// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.pluginexecutor.server.lifecycle.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control group of one zygote and all that it forks. Closing kills what is left in it and
 * removes it. Thread-safe.
 */
public final class ZygoteCgroup implements Resource {
  private static final Logger log = LoggerFactory.getLogger(ZygoteCgroup.class);

  /** The dead count until the kernel has cleared them away, which is soon. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(5);

  /** About five seconds. */
  private static final int ATTEMPTS = 11;

  private final CgroupVersion version;
  private final List<Path> directories;
  private final long memoryLimitBytes;
  private volatile long killsSeen;

  /** What the kernel killed for. Immutable. */
  public record MemoryKill(long peakBytes, long limitBytes) {}

  /** Takes charge of directories, the first of which is that of memory. */
  ZygoteCgroup(CgroupVersion version, List<Path> directories, long memoryLimitBytes) {
    this.version = version;
    this.directories = List.copyOf(directories);
    this.memoryLimitBytes = memoryLimitBytes;
  }

  /** Sets the limits, before there is any process in it. */
  void limit(long processes) throws IOException {
    write(memory(), version.memoryLimit(), memoryLimitBytes);
    if (Files.exists(memory().resolve(version.swapLimit()))) {
      write(memory(), version.swapLimit(), version.swapLimitFor(memoryLimitBytes));
    }
    for (var directory : directories) {
      if (Files.exists(directory.resolve(CgroupVersion.PROCESS_LIMIT))) {
        write(directory, CgroupVersion.PROCESS_LIMIT, processes);
      }
    }
  }

  /** Moves a process into it; what the process forks from then on is in it too. */
  public void add(long pid) throws IOException {
    try {
      for (var directory : directories) {
        write(directory, CgroupVersion.PROCESSES, pid);
      }
    } catch (IOException e) {
      throw new IOException(
          "control group: "
              + memory()
              + " takes no process: "
              + e.getMessage()
              + " (expected: one below a group that is delegated to the server's user, with the"
              + " server itself in it)",
          e);
    }
  }

  /** How many of its processes the kernel had killed when somebody looked last; without looking. */
  public long killsSeen() {
    return killsSeen;
  }

  /** Looks: whether the kernel has killed for memory since that count; what for, if it has. */
  public Optional<MemoryKill> killedSince(long count) {
    try {
      long kills = valueOf("oom_kill", memory().resolve(version.memoryEvents()));
      killsSeen = kills;
      return kills > count
          ? Optional.of(new MemoryKill(peakBytes(), memoryLimitBytes))
          : Optional.empty();
    } catch (IOException e) {
      log.debug("a control group cannot be read", e);
      return Optional.empty();
    }
  }

  private long peakBytes() throws IOException {
    try {
      return Long.parseLong(Files.readString(memory().resolve(version.peakMemory())).strip());
    } catch (NoSuchFileException _) {
      return memoryLimitBytes;
    }
  }

  private static long valueOf(String name, Path file) throws IOException {
    for (var line : Files.readAllLines(file)) {
      if (line.startsWith(name + " ")) {
        return Long.parseLong(line.substring(name.length() + 1).strip());
      }
    }
    return 0;
  }

  /** Kills everything in it. */
  public void kill() {
    try {
      if (version == CgroupVersion.V2 && Files.exists(memory().resolve(CgroupVersion.KILL))) {
        write(memory(), CgroupVersion.KILL, 1);
        return;
      }
      for (var line : Files.readAllLines(memory().resolve(CgroupVersion.PROCESSES))) {
        ProcessHandle.of(Long.parseLong(line)).ifPresent(ProcessHandle::destroyForcibly);
      }
    } catch (IOException e) {
      log.debug("nothing to kill in a control group", e);
    }
  }

  @Override
  public void close() {
    // An interrupted thread could not pause, and would give up at once.
    boolean wasInterrupted = Thread.interrupted();
    kill();
    for (var directory : directories) {
      remove(directory);
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void remove(Path directory) {
    long pauseNanos = FIRST_PAUSE.toNanos();
    for (int attempt = 1; ; attempt++) {
      try {
        Files.deleteIfExists(directory);
        return;
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          log.warn("a control group could not be removed; the next start will try again", e);
          return;
        }
        kill();
        LockSupport.parkNanos(pauseNanos);
        pauseNanos *= 2;
      }
    }
  }

  private Path memory() {
    return directories.getFirst();
  }

  private static void write(Path directory, String file, long value) throws IOException {
    Files.writeString(directory.resolve(file), Long.toString(value));
  }
}
