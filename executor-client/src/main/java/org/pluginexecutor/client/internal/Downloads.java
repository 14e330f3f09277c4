// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import com.google.protobuf.ByteString;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Function;

/** Reads what a server sends in pieces. Stateless. */
final class Downloads {
  private Downloads() {}

  /** Writes the bytes of every piece; leaves the stream open. */
  static <T> void write(
      BlockingClientCall<?, T> call, Function<T, ByteString> chunk, OutputStream to)
      throws IOException {
    boolean ended = false;
    try {
      for (T next = call.read(); next != null; next = call.read()) {
        chunk.apply(next).writeTo(to);
      }
      ended = true;
    } catch (StatusException e) {
      throw Statuses.toException(e, false);
    } catch (InterruptedException e) {
      throw AdminCalls.interrupted(e);
    } finally {
      if (!ended) {
        call.cancel("the caller gave up", null);
      }
    }
  }
}
