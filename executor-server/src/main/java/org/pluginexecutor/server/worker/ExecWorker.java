// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.config.OutputLimits;
import org.pluginexecutor.server.shim.Frames;
import org.pluginexecutor.server.shim.ShimEnded;
import org.pluginexecutor.server.shim.ShimHello.Role;
import org.pluginexecutor.server.shim.ShimProtocol;
import org.pluginexecutor.server.shim.ShimProtocolException;
import org.pluginexecutor.server.shim.ShimReply;
import org.pluginexecutor.server.shim.ShimRequest;
import org.pluginexecutor.server.worker.OutputListener.Stream;
import org.pluginexecutor.server.worker.WorkerReport.End;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker in a fresh interpreter. Its supervisor kills the tree when the control connection is
 * shut down from here; should the supervisor fail to, this class kills what it can find.
 */
final class ExecWorker implements Worker {
  private static final Logger log = LoggerFactory.getLogger(ExecWorker.class);
  private static final Duration END_TIME_LIMIT = Duration.ofSeconds(5);
  private static final int SIGKILL = 9;

  /** Why the tree was told to end; the first reason counts. */
  private enum EndReason {
    REPLIED,
    PROTOCOL_BROKEN,
    TIMED_OUT,
    CANCELLED
  }

  private final Process process;
  private final WorkerChannels channels;
  private final WorkerFiles files;
  private final OutputLimits outputLimits;
  private final ScheduledExecutorService timer;
  private final AtomicReference<@Nullable EndReason> endReason = new AtomicReference<>();
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
    this.outputLimits = outputLimits;
    this.timer = timer;
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
    var stdout = reader(Role.STDOUT, text -> output.onLine(Stream.STDOUT, text));
    var stderr = reader(Role.STDERR, text -> output.onLine(Stream.STDERR, text));
    var stdoutThread = Thread.ofVirtual().name("worker-stdout").start(stdout::readAll);
    var stderrThread = Thread.ofVirtual().name("worker-stderr").start(stderr::readAll);
    var limit =
        timer.schedule(
            () -> endNow(EndReason.TIMED_OUT), timeLimit.toNanos(), TimeUnit.NANOSECONDS);
    var answer = exchange(request);
    // Without an answer the plugin may still run: it can have closed the connection. Then the time
    // limit ends it.
    var ended = awaitEnd();
    limit.cancel(false);
    awaitOutput(stdoutThread, Role.STDOUT);
    awaitOutput(stderrThread, Role.STDERR);
    return new WorkerReport(
        end(answer, ended, timeLimit),
        stdout.count(),
        stderr.count(),
        ended == null ? Duration.ZERO : ended.cpuTime(),
        ended == null ? 0 : ended.peakMemoryBytes());
  }

  @Override
  public void cancel() {
    endNow(EndReason.CANCELLED);
  }

  private OutputReader reader(Role role, java.util.function.Consumer<String> onLine) {
    return new OutputReader(channels.get(role), outputLimits, onLine);
  }

  /** What came back on the call connection. */
  private sealed interface Answer {
    record Reply(ShimReply reply) implements Answer {}

    record Nothing() implements Answer {}

    record Nonsense(String why) implements Answer {}
  }

  private Answer exchange(ShimRequest request) {
    var channel = channels.get(Role.CALL);
    try {
      Frames.write(channel, request.toMessage(), ShimProtocol.MAX_CALL_FRAME_BYTES);
    } catch (IOException e) {
      // The worker ended before it had read everything; how it ended says more than this.
      log.debug("the request could not be written", e);
    }
    try {
      var message = Frames.read(channel, request.replyLimitBytes());
      if (message == null) {
        return new Answer.Nothing();
      }
      var reply = ShimReply.of(message);
      // After a reply nothing of the plugin runs on: no thread, no exit handler, no child.
      return endNow(EndReason.REPLIED) ? new Answer.Reply(reply) : new Answer.Nothing();
    } catch (ShimProtocolException e) {
      endNow(EndReason.PROTOCOL_BROKEN);
      return new Answer.Nonsense(e.getMessage() == null ? "no valid frame" : e.getMessage());
    } catch (IOException e) {
      log.debug("no reply", e);
      return new Answer.Nothing();
    }
  }

  /** Tells the supervisor to kill the tree; false when it was told before. */
  @CanIgnoreReturnValue
  private boolean endNow(EndReason reason) {
    if (!endReason.compareAndSet(null, reason)) {
      return false;
    }
    var control = channels.get(Role.CONTROL);
    try {
      control.shutdownOutput();
    } catch (IOException e) {
      log.debug("the supervisor is gone already", e);
    }
    forcedEnd =
        timer.schedule(
            () -> WorkerChannels.closeQuietly(control),
            END_TIME_LIMIT.toMillis(),
            TimeUnit.MILLISECONDS);
    return true;
  }

  /** Waits until the tree is dead and returns what the supervisor says about it. */
  private @Nullable ShimEnded awaitEnd() {
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

  private void killByForce() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    LeftoverProcesses.kill(files.workingDirectory());
  }

  /** All writers are dead, so the end of the stream is near; a bound all the same. */
  private void awaitOutput(Thread reader, Role role) {
    try {
      if (!reader.join(END_TIME_LIMIT)) {
        WorkerChannels.closeQuietly(channels.get(role));
        reader.join();
      }
    } catch (InterruptedException e) {
      WorkerChannels.closeQuietly(channels.get(role));
      Thread.currentThread().interrupt();
    }
  }

  private End end(Answer answer, @Nullable ShimEnded ended, Duration timeLimit) {
    if (answer instanceof Answer.Reply(var reply)) {
      return new End.Replied(reply);
    }
    var reason = endReason.get();
    if (reason == EndReason.TIMED_OUT) {
      return new End.TimedOut(timeLimit);
    }
    if (reason == EndReason.CANCELLED) {
      return new End.Cancelled();
    }
    if (answer instanceof Answer.Nonsense(var why)) {
      return new End.ProtocolBroken(why);
    }
    if (ended == null) {
      return new End.Signalled(SIGKILL);
    }
    return ended.signal().isPresent()
        ? new End.Signalled(ended.signal().getAsInt())
        : new End.Exited(ended.exitCode().orElse(0));
  }

  @Override
  public void close() {
    // A worker that was called is dead by now; one that was not still waits for its call.
    endNow(EndReason.CANCELLED);
    try {
      if (!process.waitFor(END_TIME_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        killByForce();
      }
    } catch (InterruptedException e) {
      killByForce();
      Thread.currentThread().interrupt();
    }
    forcedEnd.cancel(false);
    channels.close();
    files.close();
  }
}
