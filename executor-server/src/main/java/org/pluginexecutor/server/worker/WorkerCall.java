// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.config.OutputLimits;
import org.pluginexecutor.server.shim.LearningRequest;
import org.pluginexecutor.server.shim.ReportedTimes;
import org.pluginexecutor.server.shim.ReportedWalls;
import org.pluginexecutor.server.shim.ShimEnded;
import org.pluginexecutor.server.shim.ShimRequest;
import org.pluginexecutor.server.telemetry.LogContext;
import org.pluginexecutor.server.worker.CallExchange.Answer;
import org.pluginexecutor.server.worker.OutputListener.Stream;
import org.pluginexecutor.server.worker.WorkerReport.End;

/**
 * The call of a worker, however the worker was started: the request goes in, output and reply come
 * out, and the process tree is dead before the report is made. {@link #run} is confined to one
 * thread and used at most once; {@link #end} is thread-safe.
 */
final class WorkerCall {
  private static final Duration OUTPUT_TIME_LIMIT = Duration.ofSeconds(5);
  private static final int SIGKILL = 9;

  /** Why the tree was told to end; the first reason counts. */
  enum EndReason {
    REPLIED,
    PROTOCOL_BROKEN,
    TIMED_OUT,
    CANCELLED
  }

  /** The processes of the worker. */
  interface Tree {

    /** Has them killed, soon; called once. */
    void end(EndReason reason);

    /** Waits until they are dead; null when it is not known how they ended. */
    @Nullable ShimEnded awaitEnd();
  }

  /** The connections of the worker that carry the call. */
  record Channels(SocketChannel call, SocketChannel stdout, SocketChannel stderr) {

    void close() {
      WorkerChannels.closeQuietly(call);
      WorkerChannels.closeQuietly(stdout);
      WorkerChannels.closeQuietly(stderr);
    }
  }

  private final Channels channels;
  private final Duration wallsTime;
  private final OutputLimits outputLimits;
  private final ScheduledExecutorService timer;
  private final Tree tree;
  private final Consumer<List<String>> onModules;
  private final AtomicReference<@Nullable EndReason> endReason = new AtomicReference<>();

  /**
   * Asks for nothing yet.
   *
   * @param wallsTime how long its walls took that were closed for this call
   * @param onModules gets the names of modules in the reply, if there are any
   */
  WorkerCall(
      Channels channels,
      Duration wallsTime,
      OutputLimits outputLimits,
      ScheduledExecutorService timer,
      Tree tree,
      Consumer<List<String>> onModules) {
    this.channels = channels;
    this.wallsTime = wallsTime;
    this.outputLimits = outputLimits;
    this.timer = timer;
    this.tree = tree;
    this.onModules = onModules;
  }

  /** See {@link Worker#call}. */
  WorkerReport run(ShimRequest request, Duration timeLimit, OutputListener output) {
    var stdout = reader(channels.stdout(), text -> output.onLine(Stream.STDOUT, text));
    var stderr = reader(channels.stderr(), text -> output.onLine(Stream.STDERR, text));
    var stdoutThread =
        Thread.ofVirtual().name("worker-stdout").start(LogContext.carried(stdout::readAll));
    var stderrThread =
        Thread.ofVirtual().name("worker-stderr").start(LogContext.carried(stderr::readAll));
    var limit =
        timer.schedule(
            LogContext.carried(() -> end(EndReason.TIMED_OUT)),
            timeLimit.toNanos(),
            TimeUnit.NANOSECONDS);
    long startNanos = System.nanoTime();
    var answer = exchange(request, output);
    long answeredNanos = System.nanoTime();
    // Without an answer the plugin may still run: it can have closed the connection. Then the time
    // limit ends it.
    var ended = tree.awaitEnd();
    limit.cancel(false);
    awaitOutput(stdoutThread, channels.stdout());
    awaitOutput(stderrThread, channels.stderr());
    if (answer instanceof Answer.Unread(var cause) && endReason.get() == null) {
      throw new UnreadRequestException(cause);
    }
    var report =
        new WorkerReport(
                end(answer, ended, timeLimit),
                stdout.count(),
                stderr.count(),
                ended == null ? Duration.ZERO : ended.cpuTime(),
                ended == null ? 0 : ended.peakMemoryBytes())
            .withTiming(timing(answer, startNanos, answeredNanos));
    return answer instanceof Answer.Reply(_, var message)
        ? report.withWalls(ReportedWalls.in(message))
        : report;
  }

  /** Called when nothing of it is left. */
  private WorkerReport.Timing timing(Answer answer, long startNanos, long answeredNanos) {
    if (answer instanceof Answer.Reply(_, var message)) {
      return new WorkerReport.Timing(
          wallsTime,
          ReportedTimes.in(message, Duration.ofNanos(answeredNanos - startNanos)),
          Duration.ofNanos(System.nanoTime() - answeredNanos));
    }
    return new WorkerReport.Timing(wallsTime, ReportedTimes.NONE, Duration.ZERO);
  }

  /** Has the tree killed; false when it was told to end before. */
  @CanIgnoreReturnValue
  boolean end(EndReason reason) {
    if (!endReason.compareAndSet(null, reason)) {
      return false;
    }
    tree.end(reason);
    return true;
  }

  private OutputReader reader(SocketChannel channel, Consumer<String> onLine) {
    return new OutputReader(channel, outputLimits, onLine);
  }

  private Answer exchange(ShimRequest request, OutputListener output) {
    var answer = new CallExchange(channels.call(), request, output).run();
    return switch (answer) {
      case Answer.Reply(_, var message) -> {
        onModules.accept(LearningRequest.modulesIn(message));
        // After a reply nothing of the plugin runs on: no thread, no exit handler, no child.
        yield end(EndReason.REPLIED) ? answer : new Answer.Nothing();
      }
      case Answer.Nonsense _ -> {
        end(EndReason.PROTOCOL_BROKEN);
        yield answer;
      }
      case Answer.Nothing _, Answer.Unread _ -> answer;
    };
  }

  /** All writers are dead, so the end of the stream is near; a bound all the same. */
  private static void awaitOutput(Thread reader, SocketChannel channel) {
    try {
      if (!reader.join(OUTPUT_TIME_LIMIT)) {
        WorkerChannels.closeQuietly(channel);
        reader.join();
      }
    } catch (InterruptedException _) {
      WorkerChannels.closeQuietly(channel);
      Thread.currentThread().interrupt();
    }
  }

  private End end(Answer answer, @Nullable ShimEnded ended, Duration timeLimit) {
    if (answer instanceof Answer.Reply(var reply, _)) {
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
}
