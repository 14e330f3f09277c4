// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.server.value.ValueJson;

/**
 * Length-prefixed JSON objects on a blocking channel: a big-endian unsigned 32-bit count, then that
 * many bytes. Stateless.
 */
public final class Frames {
  private static final int LENGTH_BYTES = 4;

  private Frames() {}

  /** Writes one frame, waiting as long as the reader takes. */
  public static void write(WritableByteChannel channel, PluginValue.Dict message, int maxBytes)
      throws IOException {
    var json = ValueJson.write(message);
    if (json.length > maxBytes) {
      throw new ShimProtocolException(
          "frame: " + json.length + " B (expected: <= " + maxBytes + " B)");
    }
    var frame =
        ByteBuffer.allocate(LENGTH_BYTES + json.length).putInt(json.length).put(json).flip();
    while (frame.hasRemaining()) {
      channel.write(frame);
    }
  }

  /**
   * Reads one frame.
   *
   * @return the message, or null when the channel ended before its first byte
   * @throws ShimProtocolException if the frame is longer than {@code maxBytes} or no JSON object
   * @throws EOFException if the channel ended within the frame
   */
  public static PluginValue.@Nullable Dict read(ReadableByteChannel channel, int maxBytes)
      throws IOException {
    var json = readBody(channel, maxBytes);
    return json == null ? null : parse(json);
  }

  /** The same, as the bytes behind the length, for whoever has to know how many these are. */
  public static byte @Nullable [] readBody(ReadableByteChannel channel, int maxBytes)
      throws IOException {
    var length = ByteBuffer.allocate(LENGTH_BYTES);
    if (!readFully(channel, length)) {
      return null;
    }
    long size = Integer.toUnsignedLong(length.flip().getInt());
    if (size > maxBytes) {
      throw new ShimProtocolException("frame: " + size + " B (expected: <= " + maxBytes + " B)");
    }
    var json = ByteBuffer.allocate((int) size);
    if (!readFully(channel, json) && size > 0) {
      throw new EOFException("the channel ended within a frame");
    }
    return json.array();
  }

  /** The message that these bytes are. */
  public static PluginValue.Dict parse(byte[] json) throws ShimProtocolException {
    try {
      if (ValueJson.read(json) instanceof PluginValue.Dict message) {
        return message;
      }
    } catch (IOException e) {
      throw new ShimProtocolException("frame: no JSON that the protocol allows", e);
    }
    throw new ShimProtocolException("frame: not an object");
  }

  /** Fills the buffer; false when the channel ended before the first byte. */
  private static boolean readFully(ReadableByteChannel channel, ByteBuffer buffer)
      throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        if (buffer.position() == 0) {
          return false;
        }
        throw new EOFException("the channel ended within a frame");
      }
    }
    return true;
  }
}
