// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pluginexecutor.server.value.TestValues.dict;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
  private static final byte[] FRAME = "\0\0\0\12{\"a\":\"é\"}".getBytes(StandardCharsets.UTF_8);

  private static ReadableByteChannel channel(byte[] bytes) {
    return Channels.newChannel(new ByteArrayInputStream(bytes));
  }

  /** A channel that moves one byte at a time, as a slow or hostile other side makes it. */
  private record Trickle(ByteBuffer bytes) implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer target) {
      if (!bytes.hasRemaining()) {
        return -1;
      }
      target.put(bytes.get());
      return 1;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private record OneByteSink(ByteArrayOutputStream bytes) implements WritableByteChannel {
    @Override
    public int write(ByteBuffer source) {
      bytes.write(source.get());
      return 1;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  @Test
  void writes_a_big_endian_length_and_the_json() throws IOException {
    var bytes = new ByteArrayOutputStream();

    Frames.write(Channels.newChannel(bytes), dict("a", "é"), 100);

    assertThat(bytes.toByteArray()).isEqualTo(FRAME);
  }

  @Test
  void writes_on_when_the_channel_takes_one_byte_at_a_time() throws IOException {
    var sink = new OneByteSink(new ByteArrayOutputStream());

    Frames.write(sink, dict("a", "é"), 100);

    assertThat(sink.bytes().toByteArray()).isEqualTo(FRAME);
  }

  @Test
  void writes_a_frame_of_exactly_the_limit_and_nothing_of_a_longer_one() throws IOException {
    var bytes = new ByteArrayOutputStream();

    Frames.write(Channels.newChannel(bytes), dict("a", 1), 7);
    assertThatThrownBy(() -> Frames.write(Channels.newChannel(bytes), dict("a", 10), 7))
        .isInstanceOf(ShimProtocolException.class);

    assertThat(bytes.size()).isEqualTo(11);
  }

  @Test
  void reads_what_arrives_byte_by_byte() throws IOException {
    var channel = new Trickle(ByteBuffer.wrap(FRAME));

    assertThat(Frames.read(channel, 10)).isEqualTo(dict("a", "é"));
    assertThat(Frames.read(channel, 10)).isNull();
  }

  @Test
  void leaves_what_follows_the_frame_in_the_channel() throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write(FRAME);
    bytes.write("raw".getBytes(StandardCharsets.UTF_8));
    var channel = channel(bytes.toByteArray());
    Frames.read(channel, 100);

    var rest = ByteBuffer.allocate(10);
    assertThat(channel.read(rest)).isEqualTo(3);
  }

  @Test
  void gives_null_at_the_end_of_the_channel() throws IOException {
    assertThat(Frames.read(channel(new byte[0]), 100)).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 13})
  void fails_when_the_channel_ends_within_the_frame(int size) {
    assertThatThrownBy(() -> Frames.read(channel(Arrays.copyOf(FRAME, size)), 100))
        .isInstanceOf(EOFException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"00000065", "7fffffff", "80000000", "ffffffff"})
  void refuses_a_longer_frame_before_reading_it(String length) {
    var bytes = HexFormat.of().parseHex(length);

    assertThatThrownBy(() -> Frames.read(channel(bytes), 100))
        .isInstanceOf(ShimProtocolException.class)
        .hasMessageContaining("expected: <= 100 B");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "1", "null", "\"a\"", "{", "{} {}", "{\"a\": NaN}", "x"})
  void refuses_what_is_no_object(String json) {
    var text = json.getBytes(StandardCharsets.UTF_8);
    var frame = ByteBuffer.allocate(4 + text.length).putInt(text.length).put(text).array();

    assertThatThrownBy(() -> Frames.read(channel(frame), 100))
        .isInstanceOf(ShimProtocolException.class);
  }
}
