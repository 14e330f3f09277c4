// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.pluginexecutor.server.config.OutputLimits;
import org.pluginexecutor.server.worker.WorkerReport.OutputCount;

/**
 * Reads one stream of a worker to its end, cuts it into lines and passes them on. What is beyond
 * the limits is read and counted, so that the plugin is not stopped by a full pipe, but not kept.
 * Confined to one thread, but for {@link #count} after that thread has ended.
 */
final class OutputReader {
  private static final int BUFFER_BYTES = 4 << 10;

  /** Most calls print little or nothing. */
  private static final int FIRST_BUFFER_BYTES = 256;

  /** Most lines are shorter; the buffer grows with those that are not. */
  private static final int USUAL_LINE_BYTES = 256;

  private final ReadableByteChannel channel;
  private final OutputLimits limits;
  private final Consumer<String> onLine;
  private ByteBuffer line;
  private long totalBytes;
  private long keptBytes;
  private int keptLines;

  OutputReader(ReadableByteChannel channel, OutputLimits limits, Consumer<String> onLine) {
    this.channel = channel;
    this.limits = limits;
    this.onLine = onLine;
    this.line = ByteBuffer.allocate(Math.min(USUAL_LINE_BYTES, limits.lineBytes()));
  }

  /** Reads until the stream ends or its channel is closed. */
  void readAll() {
    var buffer = ByteBuffer.allocate(FIRST_BUFFER_BYTES);
    try {
      while (channel.read(buffer) >= 0) {
        boolean wasFull = !buffer.hasRemaining();
        take(buffer.flip());
        if (wasFull && buffer.capacity() < BUFFER_BYTES) {
          buffer = ByteBuffer.allocate(BUFFER_BYTES);
        }
        buffer.clear();
      }
    } catch (IOException _) {
      // The channel was closed under us: what has come so far is what there is.
    }
    if (line.position() > 0) {
      emit(0);
    }
  }

  OutputCount count() {
    return new OutputCount(totalBytes, totalBytes - keptBytes);
  }

  private void take(ByteBuffer bytes) {
    totalBytes += bytes.remaining();
    while (bytes.hasRemaining() && isWithinLimits()) {
      byte next = bytes.get();
      keptBytes++;
      if (next == '\n') {
        emit(0);
      } else {
        if (!line.hasRemaining() && !grow()) {
          emit(incompleteCharacter());
          if (!isWithinLimits()) {
            // That was the last line: this byte and what was left of the character are dropped.
            keptBytes -= 1 + line.position();
            line.clear();
            return;
          }
        }
        line.put(next);
      }
    }
    if (!isWithinLimits() && line.position() > 0) {
      emit(0);
    }
  }

  /** Makes room in the line; false when it is as long as lines may be. */
  private boolean grow() {
    if (line.capacity() == limits.lineBytes()) {
      return false;
    }
    line = ByteBuffer.allocate(Math.min(2 * line.capacity(), limits.lineBytes())).put(line.flip());
    return true;
  }

  private boolean isWithinLimits() {
    return keptBytes < limits.bytes() && keptLines < limits.lines();
  }

  /** Passes the line on, but for the last {@code kept} bytes, which begin the next one. */
  private void emit(int kept) {
    line.flip();
    int end = line.limit();
    line.limit(end - kept);
    onLine.accept(decode(line));
    line.limit(end).compact();
    keptLines++;
  }

  /**
   * How many bytes at the end of a full line buffer begin a character that goes on in the next
   * piece.
   */
  private int incompleteCharacter() {
    for (int back = 1; back <= 3; back++) {
      int unit = line.get(line.position() - back) & 0xff;
      if (unit >= 0xc0) {
        int length = unit >= 0xf0 ? 4 : unit >= 0xe0 ? 3 : 2;
        return length > back ? back : 0;
      }
      if (unit < 0x80) {
        return 0;
      }
    }
    return 0;
  }

  /** Text of UTF-8 bytes; each byte that does not belong to a character becomes {@code \xNN}. */
  static String decode(ByteBuffer bytes) {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    var text = new StringBuilder(bytes.remaining());
    var chars = CharBuffer.allocate(bytes.remaining() + 1);
    while (true) {
      var result = decoder.decode(bytes, chars, true);
      text.append(chars.flip());
      chars.clear();
      if (result.isUnderflow()) {
        return text.toString();
      }
      for (int i = 0; i < result.length(); i++) {
        text.append(String.format("\\x%02x", bytes.get()));
      }
      decoder.reset();
    }
  }
}
