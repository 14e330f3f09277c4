// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;

/**
 * Knows whether a cancelled call was ended by its caller or by the loss of its connection: the
 * context of a call does not tell. Thread-safe.
 */
final class LostCallers extends ServerStreamTracer.Factory {
  private static final Context.Key<Stream> CURRENT = Context.key("stream");

  /** Whether the connection of this call was lost. */
  static boolean isLost(Context context) {
    var stream = CURRENT.get(context);
    return stream != null && stream.lost;
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
    return new Stream();
  }

  /** One call. Closed before its context is. */
  private static final class Stream extends ServerStreamTracer {
    private volatile boolean lost;

    @Override
    public Context filterContext(Context context) {
      return context.withValue(CURRENT, this);
    }

    @Override
    public void streamClosed(Status status) {
      lost = status.getCode() == Status.Code.UNAVAILABLE;
    }
  }
}
