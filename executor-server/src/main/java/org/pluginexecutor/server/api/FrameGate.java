// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Counts the frames of a connection that cost the server work and carry nothing, of which honest
 * callers send a handful, and ends a connection that sends many; so it does with one that begins
 * more calls than it may have before it has acknowledged that limit, which HTTP/2 does not hold it
 * to until then. Pings and resets have bounds of their own. Confined to the thread of its
 * connection.
 */
final class FrameGate extends ChannelInboundHandlerAdapter {
  /** How many such frames a connection may send within {@link #WINDOW}. */
  static final int LIMIT = 200;

  static final Duration WINDOW = Duration.ofSeconds(10);

  private static final int PREFACE_BYTES = 24;
  private static final int HEADER_BYTES = 9;
  private static final int END_STREAM = 1;
  private static final int ACKNOWLEDGED = 1;

  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int ENHANCE_YOUR_CALM = 11;

  private final int callLimit;
  private final LongSupplier nanoTicker;
  private final byte[] header = new byte[HEADER_BYTES];
  private int headerBytes;

  /** What is left of the preface, or of a frame, before the next header. */
  private int bytesToSkip = PREFACE_BYTES;

  private long windowStart;
  private int idleFrames;
  private int begunCalls;
  private boolean knowsLimits;
  private boolean isShut;

  FrameGate(int callLimit, LongSupplier nanoTicker) {
    this.callLimit = callLimit;
    this.nanoTicker = nanoTicker;
    this.windowStart = nanoTicker.getAsLong();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (isShut) {
      ReferenceCountUtil.release(message);
    } else if (message instanceof ByteBuf bytes && !admits(bytes)) {
      isShut = true;
      bytes.release();
      // Not through the channel: HTTP/2 behind this gate would let the running calls end first.
      var _ = context.writeAndFlush(goaway()).addListener(_ -> shut(context));
    } else {
      context.fireChannelRead(message);
    }
  }

  private static void shut(ChannelHandlerContext context) {
    var _ = context.close();
  }

  private boolean admits(ByteBuf bytes) {
    int at = bytes.readerIndex();
    while (at < bytes.writerIndex()) {
      if (bytesToSkip > 0) {
        int step = Math.min(bytesToSkip, bytes.writerIndex() - at);
        at += step;
        bytesToSkip -= step;
        continue;
      }
      header[headerBytes++] = bytes.getByte(at++);
      if (headerBytes == HEADER_BYTES) {
        headerBytes = 0;
        bytesToSkip = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | (header[2] & 0xff);
        if (!admits(header[3], header[4])) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean admits(int type, int flags) {
    if (type == SETTINGS && (flags & ACKNOWLEDGED) != 0) {
      knowsLimits = true;
    }
    if (type == HEADERS && !knowsLimits && ++begunCalls > callLimit) {
      return false;
    }
    return !isIdle(type, flags) || hasRoom();
  }

  /** Settings, priorities, continuations, unknown ones, and data that is empty and ends nothing. */
  private boolean isIdle(int type, int flags) {
    return switch (type) {
      case DATA -> bytesToSkip == 0 && (flags & END_STREAM) == 0;
      case HEADERS, RST_STREAM, PING, WINDOW_UPDATE -> false;
      default -> true;
    };
  }

  private boolean hasRoom() {
    long now = nanoTicker.getAsLong();
    if (now - windowStart > WINDOW.toNanos()) {
      windowStart = now;
      idleFrames = 0;
    }
    return ++idleFrames <= LIMIT;
  }

  private static ByteBuf goaway() {
    return Unpooled.buffer(HEADER_BYTES + 8)
        .writeMedium(8)
        .writeByte(GOAWAY)
        .writeByte(0)
        .writeInt(0)
        .writeInt(Integer.MAX_VALUE)
        .writeInt(ENHANCE_YOUR_CALM);
  }
}
