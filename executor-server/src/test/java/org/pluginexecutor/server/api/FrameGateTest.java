// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameGateTest {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int CALLS = 50;

  private final AtomicLong nanos = new AtomicLong();
  private EmbeddedChannel channel;

  @BeforeEach
  void open() {
    channel = new EmbeddedChannel(new FrameGate(CALLS, nanos::get));
    pass(Unpooled.copiedBuffer("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", StandardCharsets.US_ASCII));
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private static ByteBuf frame(int type, int flags, int length) {
    return Unpooled.buffer()
        .writeMedium(length)
        .writeByte(type)
        .writeByte(flags)
        .writeInt(1)
        .writeZero(length);
  }

  /** Whether it arrives behind the gate. */
  private boolean pass(ByteBuf bytes) {
    channel.writeInbound(bytes);
    ByteBuf arrived = channel.readInbound();
    if (arrived == null) {
      return false;
    }
    arrived.release();
    return true;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, SETTINGS, 5, 7, 9, 10, 255})
  void ends_a_connection_with_too_many_frames_for_nothing(int type) {
    for (int i = 0; i < FrameGate.LIMIT; i++) {
      assertThat(pass(frame(type, 0, 5))).isTrue();
    }
    assertThat(pass(frame(type, 0, 5))).isFalse();

    ByteBuf goaway = channel.readOutbound();
    assertThat(goaway.getUnsignedByte(3)).isEqualTo((short) 7);
    assertThat(goaway.getInt(13)).isEqualTo(11);
    goaway.release();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void counts_anew_when_the_window_is_over() {
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < FrameGate.LIMIT; i++) {
        assertThat(pass(frame(SETTINGS, 0, 0))).isTrue();
      }
      nanos.addAndGet(FrameGate.WINDOW.toNanos() + 1);
    }
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void ends_a_connection_that_begins_too_many_calls_before_it_knows_the_limit() {
    for (int i = 0; i < CALLS; i++) {
      assertThat(pass(frame(HEADERS, 4, 30))).isTrue();
    }
    assertThat(pass(frame(HEADERS, 4, 30))).isFalse();
  }

  @Test
  void does_not_count_what_calls_consist_of() {
    assertThat(pass(frame(SETTINGS, 1, 0))).isTrue();
    for (int i = 0; i < 10 * FrameGate.LIMIT; i++) {
      assertThat(pass(frame(HEADERS, 4, 30))).isTrue();
      assertThat(pass(frame(DATA, 0, 300))).isTrue();
      assertThat(pass(frame(DATA, 1, 0))).isTrue();
      assertThat(pass(frame(8, 0, 4))).isTrue();
      assertThat(pass(frame(6, 0, 8))).isTrue();
      assertThat(pass(frame(3, 0, 4))).isTrue();
    }
  }

  @Test
  void counts_empty_data_that_ends_nothing() {
    for (int i = 0; i < FrameGate.LIMIT; i++) {
      assertThat(pass(frame(DATA, 0, 0))).isTrue();
    }
    assertThat(pass(frame(DATA, 0, 0))).isFalse();
  }

  @Test
  void finds_frames_wherever_they_are_cut() {
    var all = Unpooled.buffer();
    for (int i = 0; i <= FrameGate.LIMIT; i++) {
      var frame = frame(SETTINGS, 0, i % 7);
      all.writeBytes(frame);
      frame.release();
      // What looks like a frame within another is none.
      var data = frame(DATA, 0, 20);
      all.writeBytes(data);
      data.release();
    }
    int frames = 0;
    while (all.isReadable() && channel.isOpen()) {
      pass(all.readRetainedSlice(Math.min(all.readableBytes(), 1 + frames++ % 11)));
    }
    assertThat(channel.isOpen()).isFalse();
    // The data behind the last frame was not looked at any more.
    assertThat(all.readableBytes()).isLessThanOrEqualTo(20 + 10 + 7);
    all.release();
  }
}
