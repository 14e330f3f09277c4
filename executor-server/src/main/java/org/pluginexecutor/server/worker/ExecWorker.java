// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.OutputLimits;
import org.pluginexecutor.server.config.StartKind;
import org.pluginexecutor.server.shim.Frames;
import org.pluginexecutor.server.shim.ShimEnded;
import org.pluginexecutor.server.shim.ShimHello.Role;
import org.pluginexecutor.server.shim.ShimProtocol;
import org.pluginexecutor.server.shim.ShimRequest;
import org.pluginexecutor.server.telemetry.LogContext;
import org.pluginexecutor.server.worker.WorkerCall.EndReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker in a fresh interpreter without walls. Its supervisor kills the tree when the control
 * connection is shut down from here; should the supervisor fail to, this class kills what it can
 * find.
 */
final class ExecWorker implements Worker {
  private static final Logger log = LoggerFactory.getLogger(ExecWorker.class);
  private static final Duration END_TIME_LIMIT = Duration.ofSeconds(5);

  private final Process process;
  private final WorkerChannels channels;
  private final WorkerFiles files;
  private final ScheduledExecutorService timer;
  private final WorkerCall call;
  private volatile Future<?> forcedEnd = CompletableFuture.completedFuture(null);

  ExecWorker(
      Process process,
      WorkerChannels channels,
      WorkerFiles files,
      OutputLimits outputLimits,
      ScheduledExecutorService timer) {
    this.process = process;
    this.channels = channels;
    this.files = files;
    this.timer = timer;
    this.call =
        new WorkerCall(
            new WorkerCall.Channels(
                channels.get(Role.CALL), channels.get(Role.STDOUT), channels.get(Role.STDERR)),
            Duration.ZERO,
            outputLimits,
            timer,
            new SupervisedTree(),
            _ -> {});
  }

  @Override
  public StartKind startKind() {
    return StartKind.EXEC;
  }

  @Override
  public IsolationLevel isolationLevel() {
    return IsolationLevel.NONE;
  }

  @Override
  public WorkerReport call(ShimRequest request, Duration timeLimit, OutputListener output) {
    return call.run(request, timeLimit, output);
  }

  @Override
  public void cancel() {
    call.end(EndReason.CANCELLED);
  }

  /** The processes below the supervisor. */
  private final class SupervisedTree implements WorkerCall.Tree {

    @Override
    public void end(EndReason reason) {
      var control = channels.get(Role.CONTROL);
      try {
        control.shutdownOutput();
      } catch (IOException e) {
        log.debug("the supervisor is gone already", e);
      }
      forcedEnd =
          timer.schedule(
              LogContext.carried(() -> WorkerChannels.closeQuietly(control)),
              END_TIME_LIMIT.toMillis(),
              TimeUnit.MILLISECONDS);
    }

    @Override
    public @Nullable ShimEnded awaitEnd() {
      try {
        var message = Frames.read(channels.get(Role.CONTROL), ShimProtocol.MAX_SMALL_FRAME_BYTES);
        if (message != null) {
          return ShimEnded.of(message);
        }
        log.warn("a worker's supervisor was killed; killing what it left");
      } catch (IOException e) {
        log.warn("a worker's supervisor does not answer; killing what it left", e);
      }
      killByForce();
      return null;
    }
  }

  private void killByForce() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    LeftoverProcesses.kill(files.workingDirectory());
  }

  @Override
  public void close() {
    // A worker that was called is dead by now; one that was not still waits for its call.
    call.end(EndReason.CANCELLED);
    try {
      if (!process.waitFor(END_TIME_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        killByForce();
      }
    } catch (InterruptedException _) {
      killByForce();
      Thread.currentThread().interrupt();
    }
    forcedEnd.cancel(false);
    channels.close();
    files.close();
  }
}
