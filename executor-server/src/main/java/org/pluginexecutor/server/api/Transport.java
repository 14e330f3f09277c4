// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.IoHandlerFactory;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.pluginexecutor.server.lifecycle.Resource;

/** The threads that read and write connections, the same for all entrances. Thread-safe. */
final class Transport implements Resource {
  private final boolean isNative;
  private final EventLoopGroup acceptor;
  private final EventLoopGroup connections;

  private Transport(boolean isNative) {
    this.isNative = isNative;
    this.acceptor = group(1, "grpc-accept");
    this.connections = group(2 * Runtime.getRuntime().availableProcessors(), "grpc-io");
  }

  /** Starts its threads when they are needed. */
  static Transport open() {
    return new Transport(Epoll.isAvailable());
  }

  private EventLoopGroup group(int threads, String name) {
    IoHandlerFactory handler = isNative ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    return new MultiThreadIoEventLoopGroup(
        threads, Thread.ofPlatform().daemon().name(name + "-", 0).factory(), handler);
  }

  /** What it is, for the log. */
  String label() {
    return isNative ? "epoll" : "nio, as the native one cannot be loaded";
  }

  EventLoopGroup acceptor() {
    return acceptor;
  }

  EventLoopGroup connections() {
    return connections;
  }

  Class<? extends ServerChannel> tcp() {
    return isNative ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  /**
   * For Unix sockets.
   *
   * @throws IOException if this machine cannot have them
   */
  Class<? extends ServerChannel> unix() throws IOException {
    if (!isNative) {
      var cause = Epoll.unavailabilityCause();
      throw new IOException(
          "server.socket: no native transport ("
              + (cause == null ? "unknown" : cause.getMessage())
              + ") (expected: Linux on x86-64 or AArch64, and a java.io.tmpdir from which libraries"
              + " can be loaded)",
          cause);
    }
    return EpollServerDomainSocketChannel.class;
  }

  @Override
  public void close() {
    var _ = acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    var _ = connections.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
