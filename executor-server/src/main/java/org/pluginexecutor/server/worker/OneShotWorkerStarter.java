// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.OutputLimits;
import org.pluginexecutor.server.config.StartKind;
import org.pluginexecutor.server.lifecycle.CloseStack;
import org.pluginexecutor.server.shim.ShimProtocolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a fresh interpreter for every worker, behind the same walls as forked ones: a zygote that
 * forks once. Thread-safe.
 */
final class OneShotWorkerStarter implements WorkerStarter {
  private static final Logger log = LoggerFactory.getLogger(OneShotWorkerStarter.class);

  private final ZygoteLauncher launcher;
  private final ScheduledExecutorService timer;
  private final LongSupplier nanoTicker;
  private final SandboxedWorker.Properties properties;

  OneShotWorkerStarter(
      ZygoteLauncher launcher,
      OutputLimits outputLimits,
      ScheduledExecutorService timer,
      LongSupplier nanoTicker) {
    this.launcher = launcher;
    this.timer = timer;
    this.nanoTicker = nanoTicker;
    this.properties =
        new SandboxedWorker.Properties(
            StartKind.EXEC, launcher.level(), launcher.config().limits(), outputLimits);
  }

  @Override
  public Worker start(WorkerSetup setup, Duration timeLimit) {
    long endNanos = nanoTicker.getAsLong() + timeLimit.toNanos();
    try (var guard = new CloseStack()) {
      var zygote = guard.push(launcher.launch(setup, 1, List.of(), timeLimit));
      var left = Duration.ofNanos(Math.max(1, endNanos - nanoTicker.getAsLong()));
      var forked = zygote.fork(left, timer);
      return new SandboxedWorker(
          zygote.process(), forked, properties, timer, Optional.empty(), guard.release());
    } catch (ShimProtocolException e) {
      throw StartFailures.protocol(e);
    } catch (IOException e) {
      // Its text may name paths of this machine, so it stays here.
      log.warn("a worker did not come up", e);
      throw StartFailures.failed("did not come up", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StartFailures.failed("was interrupted", e);
    }
  }

  @Override
  public StartKind startKind() {
    return StartKind.EXEC;
  }

  @Override
  public IsolationLevel isolationLevel() {
    return launcher.level();
  }

  @Override
  public void close() {
    // Its workers are their callers'.
  }
}
