// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.pluginexecutor.server.cgroup.ZygoteCgroups;
import org.pluginexecutor.server.config.InvocationConfig;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.SandboxConfig;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.lifecycle.CloseStack;
import org.pluginexecutor.server.runtime.PythonRuntime;

/** Makes the starter that fits the settings and the machine. Stateless. */
public final class WorkerStarters {
  private static final int YOUNG_CALLS_PER_PROCESSOR = 3;

  private WorkerStarters() {}

  /**
   * Where starters find things.
   *
   * @param shimMain the shim's file to start Python with
   * @param runtimeDirectory where sockets and working directories go; only the server's user may
   *     enter it
   * @param dataDirectory the server's, which no plugin may see
   * @param cgroups makes control groups for zygotes, where there are to be some
   */
  public record Places(
      Path shimMain, Path runtimeDirectory, Path dataDirectory, Optional<ZygoteCgroups> cgroups) {}

  /** Hears what the walls could not be built for. */
  public interface Findings {

    /** A better level that cannot be had. */
    void missing(MissingLevel level);

    /** A runtime that the server found and nobody named, which the walls do not stand around. */
    void unfit(PythonRuntime runtime, String why);
  }

  /**
   * Makes a starter of the highest level that the machine gives and the settings want.
   *
   * @param runtimes the Pythons to try the walls with
   * @param findings hears of each better level and each runtime that cannot be had
   * @throws IOException if the level that is required cannot be had
   */
  public static WorkerStarter open(
      Places places,
      ServerConfig server,
      List<PythonRuntime> runtimes,
      LongSupplier nanoTicker,
      Findings findings)
      throws IOException, InterruptedException {
    var config = server.sandbox();
    var outputLimits = server.invocation().output();
    try (var guard = new CloseStack()) {
      var timer = WorkerTimer.start();
      guard.push(timer::shutdownNow);
      var zygotes =
          Files.createDirectory(places.runtimeDirectory().resolve("zygotes"), PrivateFiles.MODE);
      IsolationLevel level;
      try (var canaries =
          Canaries.create(
              runtimes,
              runtime -> isRequired(runtime, server),
              places.runtimeDirectory().resolve("canary"),
              places.dataDirectory(),
              config.network(),
              server.port())) {
        IsolationProbe.Attack attack =
            tried ->
                canaries.attack(
                    new OneShotWorkerStarter(
                        launcher(places, zygotes, tried, config), outputLimits, timer, nanoTicker));
        level = IsolationProbe.highest(config, attack, findings::missing);
        if (level != IsolationLevel.NONE) {
          canaries.unfit().forEach(findings::unfit);
        }
      }
      if (level == IsolationLevel.NONE) {
        return ExecWorkerStarter.open(places.shimMain(), places.runtimeDirectory(), outputLimits);
      }
      var launcher = launcher(places, zygotes, level, config);
      var starter = starter(launcher, server.invocation(), timer, nanoTicker);
      guard.release();
      return new GatedWorkerStarter(
          starter, YOUNG_CALLS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors(), timer);
    }
  }

  /** A Python 2 that happens to be there must not keep the server from starting. */
  private static boolean isRequired(PythonRuntime runtime, ServerConfig server) {
    return !runtime.isPython2()
        || server.runtimes().stream().anyMatch(named -> named.name().equals(runtime.name()));
  }

  private static ZygoteLauncher launcher(
      Places places, Path zygotes, IsolationLevel level, SandboxConfig config) throws IOException {
    return new ZygoteLauncher(
        places.shimMain(),
        zygotes,
        List.of(places.runtimeDirectory(), places.dataDirectory()),
        level,
        config,
        places.cgroups());
  }

  private static WorkerStarter starter(
      ZygoteLauncher launcher,
      InvocationConfig invocation,
      ScheduledExecutorService timer,
      LongSupplier nanoTicker) {
    return switch (launcher.config().start()) {
      case EXEC -> new OneShotWorkerStarter(launcher, invocation.output(), timer, nanoTicker);
      case FORK ->
          // Half of the time is for the fresh interpreter, should it come to that.
          ForkWorkerStarter.open(
              launcher,
              invocation.output(),
              invocation.startTimeout().dividedBy(2),
              timer,
              nanoTicker);
    };
  }
}
