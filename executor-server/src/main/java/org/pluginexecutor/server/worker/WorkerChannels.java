// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.server.shim.ShimHello;
import org.pluginexecutor.server.shim.ShimHello.Role;
import org.pluginexecutor.server.shim.ShimProtocol;
import org.pluginexecutor.server.shim.ShimProtocolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The four connections of one worker, as they arrive. Thread-safe. */
final class WorkerChannels implements Resource {
  private static final Logger log = LoggerFactory.getLogger(WorkerChannels.class);

  private final CompletableFuture<WorkerChannels> complete = new CompletableFuture<>();

  @GuardedBy("this")
  private final Map<Role, SocketChannel> byRole = new EnumMap<>(Role.class);

  @GuardedBy("this")
  private boolean closed;

  /** Takes a connection; false when its role is taken already, or the worker is gone. */
  synchronized boolean add(ShimHello hello, SocketChannel connection) {
    if (closed || byRole.containsKey(hello.role())) {
      return false;
    }
    if (hello.protocol() != ShimProtocol.VERSION) {
      fail(
          new ShimProtocolException(
              "protocol version: "
                  + hello.protocol()
                  + " (expected: "
                  + ShimProtocol.VERSION
                  + ", the server's)"));
      return false;
    }
    byRole.put(hello.role(), connection);
    if (byRole.size() == Role.values().length) {
      complete.complete(this);
    }
    return true;
  }

  /** Makes {@link #await} fail. */
  void fail(IOException cause) {
    complete.completeExceptionally(cause);
  }

  /**
   * Waits until all four are there.
   *
   * @throws IOException if the worker ended or the time is up
   */
  void await(Duration timeLimit) throws IOException, InterruptedException {
    try {
      complete.get(timeLimit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException("did not connect within " + timeLimit.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
    }
  }

  synchronized SocketChannel get(Role role) {
    var channel = byRole.get(role);
    if (channel == null) {
      throw new IllegalStateException("no connection for " + role);
    }
    return channel;
  }

  @Override
  public synchronized void close() {
    closed = true;
    byRole.values().forEach(WorkerChannels::closeQuietly);
  }

  static void closeQuietly(Channel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("a connection could not be closed", e);
    }
  }
}
