// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A port through which a server is reached until somebody cuts its connections. Thread-safe. */
final class CutConnections implements AutoCloseable {
  private final ServerSocket listener;
  private final int serverPort;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();

  private CutConnections(ServerSocket listener, int serverPort) {
    this.listener = listener;
    this.serverPort = serverPort;
  }

  /** Takes connections to the server from now on. */
  static CutConnections to(int serverPort) {
    try {
      var connections =
          new CutConnections(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), serverPort);
      Thread.ofVirtual().start(connections::accept);
      return connections;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    try {
      while (true) {
        var client = listener.accept();
        var server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        accepted.incrementAndGet();
        sockets.addAll(List.of(client, server));
        Thread.ofVirtual().start(() -> pump(client, server));
        Thread.ofVirtual().start(() -> pump(server, client));
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // Cut.
    }
  }

  String target() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /** How many connections there were. */
  int accepted() {
    return accepted.get();
  }

  /** How many connections neither side has ended. */
  long open() {
    return sockets.stream().filter(socket -> !socket.isClosed()).count() / 2;
  }

  /** Ends all connections; new ones are taken. */
  void cut() {
    for (var socket : sockets) {
      try {
        // No orderly end: what is gone says nothing any more.
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException _) {
        // It was closed.
      }
    }
    sockets.clear();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}
