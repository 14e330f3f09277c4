// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.allocation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.pluginexecutor.server.config.IsolationLevel;
import org.pluginexecutor.server.config.StartKind;
import org.pluginexecutor.server.shim.Frames;
import org.pluginexecutor.server.shim.ReportedTimes;
import org.pluginexecutor.server.shim.ReportedWalls;
import org.pluginexecutor.server.shim.ShimProtocol;
import org.pluginexecutor.server.shim.ShimReply;
import org.pluginexecutor.server.shim.ShimRequest;
import org.pluginexecutor.server.worker.OutputListener;
import org.pluginexecutor.server.worker.OutputListener.Stream;
import org.pluginexecutor.server.worker.Worker;
import org.pluginexecutor.server.worker.WorkerReport;
import org.pluginexecutor.server.worker.WorkerReport.End;
import org.pluginexecutor.server.worker.WorkerReport.OutputCount;
import org.pluginexecutor.server.worker.WorkerSetup;
import org.pluginexecutor.server.worker.WorkerStarter;

/**
 * Makes workers that answer at once, with one line of output and no process. Requests are written
 * and replies are read as those of a process are. Thread-safe.
 */
final class FakeWorkerStarter implements WorkerStarter {
  private static final byte[] REPLY =
      frame(
          """
          {"type": "reply", "outcome": "returned", "hook_found": true, "result": {"verdict": "ACCEPT",
           "cookie": {"attempts": 1}, "session_cookie": {"user": "alice"}},
           "times": {"load_s": 0.0002, "construct_s": 0.00001, "hook_s": 0.00003, "reply_s": 0.00001}}
          """);

  private static final String LINE = "alice may reach the server";
  private static final OutputCount STDOUT = new OutputCount(LINE.length() + 1L, 0);
  private static final OutputCount STDERR = new OutputCount(0, 0);
  private static final Duration CPU_TIME = Duration.ofMillis(3);
  private static final long PEAK_MEMORY_BYTES = 10 << 20;

  private static byte[] frame(String json) {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + bytes.length)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  @Override
  public Worker start(WorkerSetup setup, Duration timeLimit) {
    return new FakeWorker();
  }

  @Override
  public StartKind startKind() {
    return StartKind.FORK;
  }

  @Override
  public IsolationLevel isolationLevel() {
    return IsolationLevel.FULL;
  }

  @Override
  public void close() {}

  /** What stands in for a process. */
  private static final class FakeWorker implements Worker {

    @Override
    public StartKind startKind() {
      return StartKind.FORK;
    }

    @Override
    public IsolationLevel isolationLevel() {
      return IsolationLevel.FULL;
    }

    @Override
    public WorkerReport call(ShimRequest request, Duration timeLimit, OutputListener output) {
      try {
        Frames.write(
            Channels.newChannel(OutputStream.nullOutputStream()),
            request.toMessage(),
            ShimProtocol.MAX_CALL_FRAME_BYTES);
        output.onLine(Stream.STDOUT, LINE);
        var message =
            Objects.requireNonNull(
                Frames.read(
                    Channels.newChannel(new ByteArrayInputStream(REPLY)),
                    request.replyLimitBytes()));
        return new WorkerReport(
            new End.Replied(ShimReply.of(message)),
            STDOUT,
            STDERR,
            CPU_TIME,
            PEAK_MEMORY_BYTES,
            new WorkerReport.Timing(
                Duration.ZERO, ReportedTimes.in(message, timeLimit), Duration.ZERO),
            List.of(),
            ReportedWalls.in(message));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void cancel() {}

    @Override
    public void close() {}
  }
}
