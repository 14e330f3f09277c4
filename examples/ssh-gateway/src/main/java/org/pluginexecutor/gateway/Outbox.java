// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.gateway;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes out on one channel: in order, and no more data than the other side has room for.
 * Thread-safe; never blocks.
 *
 * <p>Data that waits here is bounded, as whoever sent it gets no room for more before it is gone.
 */
final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /** Of a packet, besides the data. */
  private static final int HEADER_BYTES = 3 * Integer.BYTES;

  private final Channel channel;
  private final Queue<Piece> pieces = new ConcurrentLinkedQueue<>();

  /** How often sending was asked for since it last stood still: one thread sends at a time. */
  private final AtomicInteger asked = new AtomicInteger();

  Outbox(Channel channel) {
    this.channel = channel;
  }

  /** Something that goes out. */
  private sealed interface Piece {}

  /** Data, of which some may be gone already. Confined to the thread that sends. */
  private static final class Data implements Piece {
    final byte command;
    final byte[] bytes;
    final Runnable onSent;
    int sent;

    Data(byte command, byte[] bytes, Runnable onSent) {
      this.command = command;
      this.bytes = bytes;
      this.onSent = onSent;
    }

    int rest() {
      return bytes.length - sent;
    }
  }

  /** A message that needs no room. */
  private record Message(Buffer packet) implements Piece {}

  /** The end of the channel. */
  private record Close() implements Piece {}

  /**
   * Sends data.
   *
   * @param command {@code SSH_MSG_CHANNEL_DATA} or {@code SSH_MSG_CHANNEL_EXTENDED_DATA}
   * @param onSent called when all of it has left, on any thread
   */
  void data(byte command, byte[] bytes, Runnable onSent) {
    add(new Data(command, bytes, onSent));
  }

  /** Sends a request with what belongs to it, byte for byte. */
  void request(String name, boolean wantsReply, byte[] payload) {
    var packet = message(SshConstants.SSH_MSG_CHANNEL_REQUEST);
    packet.putString(name);
    packet.putBoolean(wantsReply);
    packet.putRawBytes(payload);
    add(new Message(packet));
  }

  /** Answers a request. */
  void reply(boolean isSuccess) {
    add(
        new Message(
            message(
                isSuccess
                    ? SshConstants.SSH_MSG_CHANNEL_SUCCESS
                    : SshConstants.SSH_MSG_CHANNEL_FAILURE)));
  }

  /** Says that there is no more data. */
  void eof() {
    add(new Message(message(SshConstants.SSH_MSG_CHANNEL_EOF)));
  }

  /** Closes the channel when everything before has left. */
  void close() {
    add(new Close());
  }

  /** Goes on sending: the other side has room again. */
  void resume() {
    // Whoever asks while somebody sends only counts, and the one who sends looks again.
    if (asked.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      sendAll();
      seen = asked.addAndGet(-seen);
    } while (seen != 0);
  }

  private void add(Piece piece) {
    pieces.add(piece);
    resume();
  }

  private Buffer message(byte command) {
    var packet = channel.getSession().createBuffer(command);
    packet.putUInt(channel.getRecipient());
    return packet;
  }

  private void sendAll() {
    try {
      for (var piece = pieces.peek(); piece != null && isSent(piece); piece = pieces.peek()) {
        pieces.remove();
      }
    } catch (IOException e) {
      LOG.debug("{}: cannot be written to", channel, e);
      pieces.clear();
      channel.close(true);
    }
  }

  /** Returns whether all of it is on its way. */
  private boolean isSent(Piece piece) throws IOException {
    return switch (piece) {
      case Data data -> isDataSent(data);
      case Message message -> {
        channel.writePacket(message.packet());
        yield true;
      }
      case Close _ -> {
        channel.close(false);
        yield true;
      }
    };
  }

  private boolean isDataSent(Data data) throws IOException {
    var window = channel.getRemoteWindow();
    while (data.rest() > 0) {
      int size = (int) Math.min(data.rest(), Math.min(window.getSize(), window.getPacketSize()));
      if (size == 0) {
        return false;
      }
      window.consume(size);
      var packet = channel.getSession().createBuffer(data.command, size + HEADER_BYTES);
      packet.putUInt(channel.getRecipient());
      if (data.command == SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA) {
        packet.putUInt(SshConstants.SSH_EXTENDED_DATA_STDERR);
      }
      packet.putBytes(data.bytes, data.sent, size);
      data.sent += size;
      @Nullable Runnable onSent = data.rest() == 0 ? data.onSent : null;
      var written = channel.writePacket(packet);
      if (onSent != null) {
        written.addListener(_ -> onSent.run());
      }
    }
    return true;
  }
}
