// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import org.pluginexecutor.it.Background;

/**
 * A client of HTTP/2 that sends whatever frames it is told, and counts what comes back. Writing is
 * confined to one thread.
 */
final class RawHttp2 implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;

  static final int ENHANCE_YOUR_CALM = 11;

  private static final byte[] NOTHING = {};
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Socket socket;
  private final DataOutputStream out;
  private final AtomicIntegerArray received = new AtomicIntegerArray(256);
  private final AtomicInteger goaway = new AtomicInteger(-1);
  private final CompletableFuture<Void> end;
  private int unflushed;

  private RawHttp2(Socket socket) throws IOException {
    this.socket = socket;
    this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    this.end = Background.run(this::readAll);
  }

  /** Connects and sends the preface with these settings. */
  static RawHttp2 connect(int port, byte... settings) {
    try {
      var client = new RawHttp2(new Socket(InetAddress.getLoopbackAddress(), port));
      client.bytes(PREFACE);
      client.frame(SETTINGS, 0, 0, settings);
      return client;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects and sends nothing that is HTTP/2. */
  static RawHttp2 silent(int port) {
    try {
      return new RawHttp2(new Socket(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readAll() {
    try {
      var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      while (true) {
        int first = in.read();
        if (first < 0) {
          return;
        }
        int length = first << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        in.readUnsignedByte();
        in.readInt();
        var payload = in.readNBytes(length);
        received.incrementAndGet(type);
        if (type == GOAWAY && length >= 8) {
          goaway.accumulateAndGet(ByteBuffer.wrap(payload).getInt(4), Math::max);
        }
      }
    } catch (IOException _) {
      // Closed, by whom ever.
    }
  }

  boolean isClosed() {
    return end.isDone();
  }

  int received(int type) {
    return received.get(type);
  }

  /** The gravest code of a GOAWAY; -1: none came. */
  int goaway() {
    return goaway.get();
  }

  /** Waits until the server has closed the connection. */
  void awaitClosed(Duration time) {
    try {
      end.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("open after " + time, e);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Says that the server's settings hold. */
  RawHttp2 acknowledge() {
    frame(SETTINGS, 1, 0);
    flush();
    return this;
  }

  /** Repeats an attack until the server closes the connection, or it was done so often. */
  RawHttp2 flood(int times, IntConsumer attack) {
    try {
      for (int i = 0; i < times && !isClosed(); i++) {
        attack.accept(i);
      }
      out.flush();
    } catch (UncheckedIOException | IOException _) {
      // The server does not take any more.
    }
    return this;
  }

  void frame(int type, int flags, int stream, byte... payload) {
    try {
      out.writeByte(payload.length >> 16);
      out.writeShort(payload.length & 0xffff);
      out.writeByte(type);
      out.writeByte(flags);
      out.writeInt(stream);
      out.write(payload);
      // Small floods leave in one go.
      if (type != DATA || payload.length > 0) {
        flushSometimes();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void flushSometimes() throws IOException {
    if (++unflushed % 16 == 0) {
      out.flush();
    }
  }

  void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void bytes(byte... bytes) {
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins a call. */
  void call(int stream, String path) {
    frame(HEADERS, END_HEADERS, stream, headers(path));
  }

  /** The headers of a call, without any compression that has a memory. */
  static byte[] headers(String path) {
    var block = new ByteArrayOutputStream();
    block.write(0x83);
    block.write(0x86);
    block.write(0x04);
    text(block, path);
    block.write(0x01);
    text(block, "localhost");
    block.writeBytes(literal("content-type", "application/grpc"));
    block.writeBytes(literal("te", "trailers"));
    return block.toByteArray();
  }

  /** A header as it is. */
  static byte[] literal(String name, String value) {
    var block = new ByteArrayOutputStream();
    block.write(0);
    text(block, name);
    text(block, value);
    return block.toByteArray();
  }

  private static void text(ByteArrayOutputStream block, String text) {
    int length = text.length();
    if (length < 127) {
      block.write(length);
    } else {
      block.write(127);
      int rest = length - 127;
      while (rest >= 128) {
        block.write(rest % 128 + 128);
        rest /= 128;
      }
      block.write(rest);
    }
    block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  static byte[] nothing() {
    return NOTHING.clone();
  }

  /** Four bytes that say how long a message is, behind one that says that it is not compressed. */
  static byte[] messageHeader(int bytes) {
    return ByteBuffer.allocate(5).put((byte) 0).putInt(bytes).array();
  }

  /** The server ends the connection and says why; the word is lost when it is still written to. */
  void assertCalmed() {
    awaitClosed(Duration.ofSeconds(20));
    assertThat(goaway()).isIn(ENHANCE_YOUR_CALM, -1);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // Nothing is lost.
    }
  }
}
