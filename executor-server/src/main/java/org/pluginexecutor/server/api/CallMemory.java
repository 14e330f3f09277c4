// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what the messages of all calls take together, also those of which only a part has come:
 * each counts from its first byte until the call's next message, or its end, with what becomes of
 * it when it is parsed. Thread-safe.
 */
final class CallMemory extends ServerStreamTracer.Factory {
  /** What calls end with for which there is no room. */
  static final Status USED_UP =
      Status.RESOURCE_EXHAUSTED.withDescription(
          "message memory: used up (expected: fewer or smaller messages at once; the server has"
              + " server.max-message-memory for all calls)");

  private static final Context.Key<Share> CURRENT = Context.key("message-memory");

  private final long limit;
  private final AtomicLong held = new AtomicLong();

  CallMemory(long limit) {
    this.limit = limit;
  }

  /** In bytes. */
  long held() {
    return held.get();
  }

  /**
   * Counts what the message of a call takes besides its bytes.
   *
   * @throws io.grpc.StatusRuntimeException if there is no room for that
   */
  static void grow(Context call, long bytes) {
    var share = CURRENT.get(call);
    if (share != null) {
      share.grow(bytes);
    }
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
    return new Share();
  }

  /** What one call holds. */
  private final class Share extends ServerStreamTracer {
    private long bytes;
    private boolean isWhole;
    private boolean isCompressed;
    private boolean isClosed;

    @Override
    public Context filterContext(Context context) {
      return context.withValue(CURRENT, this);
    }

    synchronized void grow(long size) {
      add(size);
    }

    @Override
    public synchronized void inboundWireSize(long size) {
      if (isWhole) {
        release();
      }
      add(size);
    }

    @Override
    public synchronized void inboundMessageRead(int number, long wireSize, long plainSize) {
      isWhole = true;
      isCompressed = plainSize < 0;
    }

    @Override
    public synchronized void inboundUncompressedSize(long size) {
      if (isCompressed) {
        add(size);
      }
    }

    /** gRPC ends a call with the status that is thrown here, as it does for one too large. */
    private void add(long size) {
      if (isClosed) {
        return;
      }
      bytes += size;
      if (held.addAndGet(size) > limit) {
        release();
        isClosed = true;
        throw USED_UP.asRuntimeException();
      }
    }

    private void release() {
      held.addAndGet(-bytes);
      bytes = 0;
      isWhole = false;
    }

    @Override
    public synchronized void streamClosed(Status status) {
      release();
      isClosed = true;
    }
  }
}
