// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.pluginexecutor.server.config.InvocationConfig;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.SandboxConfig;
import org.pluginexecutor.server.files.TreeRemover;
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
   */
  public record Places(Path shimMain, Path runtimeDirectory, Path dataDirectory) {}

  /**
   * Makes a starter of the highest level that the machine gives and the settings want.
   *
   * @param runtime the Python to try the walls with
   * @param onMissing gets each better level that cannot be had
   * @throws IOException if the level that is required cannot be had
   */
  public static WorkerStarter open(
      Places places,
      SandboxConfig config,
      InvocationConfig invocation,
      PythonRuntime runtime,
      LongSupplier nanoTicker,
      Consumer<MissingLevel> onMissing)
      throws IOException, InterruptedException {
    var outputLimits = invocation.output();
    try (var guard = new CloseStack()) {
      var timer = WorkerTimer.start();
      guard.push(timer::shutdownNow);
      var zygotes =
          Files.createDirectory(places.runtimeDirectory().resolve("zygotes"), PrivateFiles.MODE);
      var canaryDirectory = places.runtimeDirectory().resolve("canary");
      var canary = Canary.create(runtime, canaryDirectory, places.dataDirectory());
      IsolationProbe.Attack attack =
          level ->
              canary.attack(
                  new OneShotWorkerStarter(
                      launcher(places, zygotes, level, config), outputLimits, timer, nanoTicker));
      var level = IsolationProbe.highest(config, attack, onMissing);
      TreeRemover.remove(canaryDirectory);
      if (level == IsolationLevel.NONE) {
        return ExecWorkerStarter.open(places.shimMain(), places.runtimeDirectory(), outputLimits);
      }
      var launcher = launcher(places, zygotes, level, config);
      var starter = starter(launcher, invocation, timer, nanoTicker);
      guard.release();
      return new GatedWorkerStarter(
          starter, YOUNG_CALLS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors(), timer);
    }
  }

  private static ZygoteLauncher launcher(
      Places places, Path zygotes, IsolationLevel level, SandboxConfig config) throws IOException {
    return new ZygoteLauncher(
        places.shimMain(),
        zygotes,
        List.of(places.runtimeDirectory(), places.dataDirectory()),
        level,
        config);
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
