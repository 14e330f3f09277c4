// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.pluginexecutor.server.cgroup.ZygoteCgroup;
import org.pluginexecutor.server.cgroup.ZygoteCgroups;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.SandboxConfig;
import org.pluginexecutor.server.config.WorkerUser;
import org.pluginexecutor.server.lifecycle.CloseStack;
import org.pluginexecutor.server.shim.SdkSources;
import org.pluginexecutor.server.shim.ZygoteMessage;
import org.pluginexecutor.server.shim.ZygoteStart;

/** Starts zygotes of one level with the server's settings. Thread-safe. */
final class ZygoteLauncher {
  private static final int TOKEN_BYTES = 32;
  private static final Path SELF = Path.of("/proc/self");

  /** The whole environment of a zygote; it sets the state directories itself. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "HOME", "/tmp",
          "LANG", "C.UTF-8",
          "PATH", "/usr/local/bin:/usr/bin:/bin",
          "TMPDIR", "/tmp");

  private final Path shimMain;
  private final Path directory;
  private final List<Path> places;
  private final IsolationLevel level;
  private final SandboxConfig config;
  private final Optional<ZygoteCgroups> cgroups;
  private final Optional<WorkerUser> user;
  private final boolean mayMount;
  private final SecureRandom random = new SecureRandom();
  private final AtomicLong count = new AtomicLong();

  /**
   * Starts none yet.
   *
   * @param directory where the files of zygotes go; only the server's user may list it
   * @param places the server's directories, in which everything that workers see lies
   * @param cgroups makes their control groups, where they have some
   */
  ZygoteLauncher(
      Path shimMain,
      Path directory,
      List<Path> places,
      IsolationLevel level,
      SandboxConfig config,
      Optional<ZygoteCgroups> cgroups)
      throws IOException {
    this.shimMain = shimMain;
    this.directory = directory;
    this.places = List.copyOf(places);
    this.level = level;
    this.config = config;
    this.cgroups = cgroups;
    this.mayMount = Capabilities.ofThisProcess().contains(Capabilities.SYS_ADMIN);
    this.user =
        Objects.equals(Files.getAttribute(SELF, "unix:uid"), 0)
            ? Optional.of(config.user())
            : Optional.empty();
  }

  IsolationLevel level() {
    return level;
  }

  SandboxConfig config() {
    return config;
  }

  /**
   * Starts one and waits until it listens.
   *
   * @param cells how many workers may be there at once
   * @param preload modules of the runtime to import first
   * @throws NotReadyException if it cannot build the walls
   */
  ZygoteSocket launch(WorkerSetup setup, int cells, List<String> preload, Duration timeLimit)
      throws IOException, InterruptedException {
    var tokenBytes = new byte[TOKEN_BYTES];
    random.nextBytes(tokenBytes);
    var token = HexFormat.of().formatHex(tokenBytes);
    try (var guard = new CloseStack()) {
      var files = guard.push(ZygoteFiles.create(directory, Long.toString(count.incrementAndGet())));
      giveToUser(setup, files.workDirectory());
      var start =
          new ZygoteStart(
              level,
              files.socket(),
              token,
              new ZygoteStart.Directories(
                  setup.pluginDirectory(),
                  setup.persistentState(),
                  setup.ephemeralState(),
                  files.workDirectory()),
              user,
              config.network(),
              cells,
              preload,
              config.limits());
      var cgroup = newCgroup(cells);
      cgroup.ifPresent(guard::push);
      var process =
          guard.push(
              ZygoteProcess.start(
                  setup.runtime().shimCommand(shimMain, "zygote"),
                  ENVIRONMENT,
                  start,
                  files,
                  cgroup));
      process.awaitReady(timeLimit);
      guard.release();
      return new ZygoteSocket(process, files.socket(), token);
    }
  }

  private Optional<ZygoteCgroup> newCgroup(int cells) throws IOException {
    return cgroups.isPresent()
        ? Optional.of(cgroups.get().create((long) cells * config.limits().processes()))
        : Optional.empty();
  }

  /**
   * Workers of another user need state directories of their own. What lies above these is the
   * server's, so nobody can put something else in their place meanwhile.
   */
  private void giveToUser(WorkerSetup setup, Path workDirectory) throws IOException {
    if (user.isEmpty()) {
      return;
    }
    give(setup.persistentState(), user.get());
    give(setup.ephemeralState(), user.get());
    if (level == IsolationLevel.PORTABLE || !mayMount) {
      give(workDirectory, user.get());
      for (var path :
          List.of(
              setup.pluginDirectory(),
              setup.persistentState(),
              setup.ephemeralState(),
              SdkSources.directoryFor(shimMain),
              workDirectory)) {
        letThrough(path);
      }
    }
  }

  private static void give(Path path, WorkerUser user) throws IOException {
    try {
      Files.setAttribute(path, "unix:uid", user.uid(), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", user.gid(), LinkOption.NOFOLLOW_LINKS);
    } catch (FileSystemException e) {
      throw new NotReadyException(
          new ZygoteMessage.NotReady(
              "user",
              "root may not give a directory to user " + user.uid() + ": " + e.getReason(),
              "the capabilities CHOWN, SETUID and SETGID for root, or a server that is not root"));
    }
  }

  /**
   * Without mounts that root makes, the way of a worker or of its launcher goes through the
   * directories of the server, as far as they are the server's. Nobody can list or change anything
   * there.
   */
  private void letThrough(Path path) throws IOException {
    for (var above = path.getParent();
        above != null && isServers(above);
        above = above.getParent()) {
      var rights = Files.getPosixFilePermissions(above, LinkOption.NOFOLLOW_LINKS);
      if (rights.add(PosixFilePermission.OTHERS_EXECUTE)) {
        Files.setPosixFilePermissions(above, rights);
      }
    }
  }

  private boolean isServers(Path path) {
    return places.stream().anyMatch(path::startsWith);
  }
}
