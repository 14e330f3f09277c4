// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.lifecycle.CloseStack;
import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.server.shim.Frames;
import org.pluginexecutor.server.shim.ReportedTimes;
import org.pluginexecutor.server.shim.ShimEnded;
import org.pluginexecutor.server.shim.ShimProtocol;
import org.pluginexecutor.server.value.PluginValue;

/** Where a zygote listens: has workers forked. Thread-safe; owns the zygote. */
final class ZygoteSocket implements Resource {
  private static final PluginValue READY = new PluginValue.Text("ready");

  private final ZygoteProcess process;
  private final UnixDomainSocketAddress address;
  private final String token;

  /**
   * Connects to nothing yet.
   *
   * @param token what each connection shows first
   */
  ZygoteSocket(ZygoteProcess process, Path path, String token) {
    this.process = process;
    this.address = UnixDomainSocketAddress.of(path);
    this.token = token;
  }

  ZygoteProcess process() {
    return process;
  }

  /**
   * A worker that waits for its request.
   *
   * @param wallsTime how long a call waits for its walls
   */
  record Forked(
      long id,
      WorkerCall.Channels channels,
      CompletableFuture<ShimEnded> ended,
      Duration wallsTime) {

    /** The same, forked before there was a call. */
    Forked ahead() {
      return new Forked(id, channels, ended, Duration.ZERO);
    }
  }

  /**
   * Has a worker forked and waits until it stands behind its walls.
   *
   * @throws IOException if it does not within the time limit; no code of the plugin has run then
   */
  Forked fork(Duration timeLimit, ScheduledExecutorService timer) throws IOException {
    var worker = process.expectWorker();
    try (var guard = new CloseStack()) {
      guard.push(() -> process.forget(worker.id()));
      guard.push(() -> process.kill(worker.id()));
      var call = open(guard);
      var stdout = open(guard);
      var stderr = open(guard);
      var channels = new WorkerCall.Channels(call, stdout, stderr);
      // A zygote that hangs neither accepts nor answers; closing wakes whoever waits for it.
      Duration wallsTime;
      var limit = timer.schedule(channels::close, timeLimit.toNanos(), TimeUnit.NANOSECONDS);
      try {
        connect(call, 'c', worker.id());
        connect(stdout, 'o', worker.id());
        connect(stderr, 'e', worker.id());
        var ready = awaitReady(call, worker.ended());
        wallsTime = ReportedTimes.time(ready, "walls_s", timeLimit);
      } catch (IOException e) {
        throw limit.cancel(false) ? e : tooLate(timeLimit, e);
      }
      if (!limit.cancel(false)) {
        throw tooLate(timeLimit, null);
      }
      guard.release();
      return new Forked(worker.id(), channels, worker.ended(), wallsTime);
    }
  }

  private static IOException tooLate(Duration timeLimit, @Nullable IOException cause) {
    return new IOException("a worker was not forked within " + timeLimit.toMillis() + " ms", cause);
  }

  private static SocketChannel open(CloseStack guard) throws IOException {
    var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    guard.push(() -> WorkerChannels.closeQuietly(channel));
    return channel;
  }

  private void connect(SocketChannel channel, char role, long id) throws IOException {
    channel.connect(address);
    var greeting = token + role + String.format(Locale.ROOT, "%015d", id);
    var bytes = ByteBuffer.wrap(greeting.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static PluginValue.Dict awaitReady(SocketChannel call, CompletableFuture<ShimEnded> ended)
      throws IOException {
    var message = Frames.read(call, ShimProtocol.MAX_SMALL_FRAME_BYTES);
    if (message == null || !READY.equals(message.get("type"))) {
      var why = ended.isCompletedExceptionally() ? ended.exceptionNow().getMessage() : "no reason";
      throw new IOException("a worker was not started: " + why);
    }
    return message;
  }

  @Override
  public void close() {
    process.close();
  }
}
