// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;

/** A server that does nothing, with more and more clients that ask nothing. Confined. */
final class IdleConnections implements AutoCloseable {
  private static final double MIB = 1 << 20;
  private static final Duration SETTLE = Duration.ofSeconds(10);

  /** RFC 9113, sections 3.4 and 6.5: the preface, empty settings, and the word for theirs. */
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
  private static final byte[] SETTINGS_TAKEN = {0, 0, 0, 4, 1, 0, 0, 0, 0};
  private static final int FRAME_HEADER_BYTES = 9;

  private final Series series;
  private final ArrayDeque<SocketChannel> open = new ArrayDeque<>();

  IdleConnections(Series series) {
    this.series = series;
  }

  void measure(Path work, Python python, String isolation, List<Integer> counts)
      throws IOException {
    int most = counts.stream().mapToInt(Integer::intValue).max().orElse(1);
    var flags =
        ServerFlags.fork(isolation, 2)
            .startedBy(List.of("env", "PLUGIN_EXECUTOR_SERVER_MAX_CONNECTIONS=" + (most + 10)));
    series.begin("a server that does nothing");
    try (var server = LaunchedServer.start(work, python, flags)) {
      Pause.of(SETTLE);
      add(server);
      int port = Integer.parseInt(server.target().substring(server.target().lastIndexOf(':') + 1));
      for (int count : counts) {
        while (open.size() < count) {
          open.add(connect(port));
        }
        Pause.of(SETTLE);
        add(server);
      }
    }
  }

  private static SocketChannel connect(int port) throws IOException {
    var channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    write(channel, PREFACE);
    write(channel, SETTINGS);
    if (channel.read(ByteBuffer.allocate(FRAME_HEADER_BYTES)) != FRAME_HEADER_BYTES) {
      throw new IOException("the server closed a connection (expected: its settings)");
    }
    write(channel, SETTINGS_TAKEN);
    return channel;
  }

  private static void write(SocketChannel channel, byte[] bytes) throws IOException {
    var buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      var _ = channel.write(buffer);
    }
  }

  private void add(LaunchedServer server) {
    var values = new LinkedHashMap<String, Double>();
    values.put("server_mib", Processes.residentBytes(server.pid()) / MIB);
    values.put("descriptors", (double) Processes.descriptors(server.pid()));
    values.put("threads", (double) Processes.threads(server.pid()));
    series.add(open.size() + " idle connections", values);
  }

  @Override
  public void close() throws IOException {
    for (var channel : open) {
      channel.close();
    }
  }
}
