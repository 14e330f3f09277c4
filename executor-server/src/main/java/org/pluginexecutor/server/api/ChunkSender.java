// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.pluginexecutor.server.error.ExecutorError.Cancelled;
import org.pluginexecutor.server.error.ExecutorError.StoreFailed;
import org.pluginexecutor.server.error.ExecutorException;

/**
 * Sends a stream of bytes as the messages of one call, as fast as the caller takes them. Confined
 * to the thread that it starts.
 */
final class ChunkSender<T> extends OutputStream {
  private static final int CHUNK_BYTES = 256 << 10;

  private final ServerCallStreamObserver<T> call;
  private final Function<ByteString, T> toMessage;

  /** Has a permit whenever it is worth looking whether the call can go on. */
  private final Semaphore news = new Semaphore(0);

  private ChunkSender(ServerCallStreamObserver<T> call, Function<ByteString, T> toMessage) {
    this.call = call;
    this.toMessage = toMessage;
  }

  /** What writes the bytes. */
  @FunctionalInterface
  interface Source {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Begins to send, on a thread of its own: gRPC says that a caller is ready only when the method
   * that handles the call has returned.
   */
  static <T> void start(
      ServerCallStreamObserver<T> call, Function<ByteString, T> toMessage, Source source) {
    var sender = new ChunkSender<>(call, toMessage);
    call.setOnReadyHandler(sender.news::release);
    call.setOnCancelHandler(sender.news::release);
    Thread.ofVirtual().name("send-", 0).start(() -> sender.run(source));
  }

  private void run(Source source) {
    try {
      // Not closed: the call is ended here, and in one way only.
      var buffered = new BufferedOutputStream(this, CHUNK_BYTES);
      source.writeTo(buffered);
      buffered.flush();
      call.onCompleted();
    } catch (IOException e) {
      // Sending throws none, so this is the disk.
      fail(new ExecutorException(new StoreFailed("reading the store"), e));
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void fail(RuntimeException failure) {
    if (!call.isCancelled()) {
      call.onError(StatusMapper.toException(failure));
    }
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    for (int sent = 0; sent < length; sent += CHUNK_BYTES) {
      awaitReady();
      var chunk = ByteString.copyFrom(bytes, offset + sent, Math.min(CHUNK_BYTES, length - sent));
      call.onNext(toMessage.apply(chunk));
    }
  }

  private void awaitReady() {
    while (!call.isReady()) {
      if (call.isCancelled()) {
        throw new ExecutorException(new Cancelled(false));
      }
      news.acquireUninterruptibly();
    }
  }
}
