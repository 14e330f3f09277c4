// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.server.shim.Frames;
import org.pluginexecutor.server.shim.ShimHello;
import org.pluginexecutor.server.shim.ShimProtocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Unix socket to which shims connect. A connection belongs to the worker whose nonce it shows
 * first; any other is closed. Thread-safe.
 */
final class WorkerListener implements Resource {
  private static final Logger log = LoggerFactory.getLogger(WorkerListener.class);
  private static final Duration HELLO_TIME_LIMIT = Duration.ofSeconds(10);
  private static final int BACKLOG = 1024;

  private final ServerSocketChannel socket;
  private final Path path;
  private final ScheduledExecutorService timer;
  private final Map<String, WorkerChannels> expected = new ConcurrentHashMap<>();

  private WorkerListener(ServerSocketChannel socket, Path path, ScheduledExecutorService timer) {
    this.socket = socket;
    this.path = path;
    this.timer = timer;
  }

  /** Starts to listen at a path in a directory that only the server's user can enter. */
  static WorkerListener open(Path path, ScheduledExecutorService timer) throws IOException {
    var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      socket.bind(UnixDomainSocketAddress.of(path), BACKLOG);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
    var listener = new WorkerListener(socket, path, timer);
    Thread.ofVirtual().name("worker-listener").start(listener::acceptAll);
    return listener;
  }

  Path path() {
    return path;
  }

  /** Announces a worker: connections that show the nonce are handed to {@code channels}. */
  void expect(String nonce, WorkerChannels channels) {
    expected.put(nonce, channels);
  }

  /** No further connection with this nonce is taken. */
  void forget(String nonce) {
    expected.remove(nonce);
  }

  private void acceptAll() {
    while (socket.isOpen()) {
      try {
        var connection = socket.accept();
        Thread.ofVirtual().name("worker-hello").start(() -> greet(connection));
      } catch (ClosedChannelException _) {
        return;
      } catch (IOException e) {
        // Out of descriptors, for example: the worker that wanted in fails by its own time limit.
        log.warn("a worker's connection could not be accepted", e);
      }
    }
  }

  private void greet(SocketChannel connection) {
    var timeLimit =
        timer.schedule(
            () -> WorkerChannels.closeQuietly(connection),
            HELLO_TIME_LIMIT.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      var message = Frames.read(connection, ShimProtocol.MAX_SMALL_FRAME_BYTES);
      if (message != null && timeLimit.cancel(false)) {
        var hello = ShimHello.of(message);
        var channels = expected.get(hello.nonce());
        if (channels != null && channels.add(hello, connection)) {
          return;
        }
        log.warn("a connection without a valid nonce was closed");
      }
    } catch (IOException e) {
      log.warn("a connection that does not follow the protocol was closed: {}", e.getMessage());
    }
    timeLimit.cancel(false);
    WorkerChannels.closeQuietly(connection);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      log.warn("the worker socket could not be closed", e);
    }
  }
}
