// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;
import org.pluginexecutor.server.telemetry.LogKey;
import org.slf4j.MDC;

/**
 * Runs the body of a call and answers with its result or the status of its failure. What the body
 * puts into the logging context holds until the call is answered. Stateless.
 */
final class Calls {
  private Calls() {}

  static <T> void answer(StreamObserver<T> observer, Supplier<T> body) {
    var trace = CallTraces.current().context();
    if (trace != null) {
      MDC.put(LogKey.TRACE_ID.key(), trace.traceId());
    }
    Callers.ifAny().ifPresent(caller -> MDC.put(LogKey.CALLER.key(), caller.name()));
    T response;
    try {
      response = body.get();
    } catch (RuntimeException | Error failure) {
      observer.onError(StatusMapper.toException(failure));
      return;
    } finally {
      MDC.clear();
    }
    observer.onNext(response);
    observer.onCompleted();
  }
}
