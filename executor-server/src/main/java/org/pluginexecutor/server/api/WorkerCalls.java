// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.pluginexecutor.server.audit.Caller;
import org.pluginexecutor.server.invocation.Cancellation;
import org.pluginexecutor.server.invocation.InvocationContext;
import org.pluginexecutor.server.invocation.LogLine;

/**
 * Carries deadline and cancel of a call to the worker that it runs. Each call runs to its end on
 * the virtual thread that it came in on. Thread-safe.
 */
record WorkerCalls(LongSupplier nanoTicker) {

  /** Answers like {@link Calls#answer}, also when the caller is gone by then. */
  <T> void answer(StreamObserver<T> observer, Supplier<T> body) {
    ignoreLateWrites(observer);
    Calls.answer(observer, body);
  }

  /** Runs what needs to know about the call that it is done for. */
  <T> T run(Consumer<LogLine> onLogLine, Function<InvocationContext, T> work) {
    long arrival = nanoTicker.getAsLong();
    var context = Context.current();
    var cancellation = new Cancellation();
    // The context tells at once; the call's own cancel handler would wait for this very method to
    // return.
    Context.CancellationListener listener =
        _ -> {
          if (LostCallers.isLost(context)) {
            cancellation.lose();
          } else {
            cancellation.cancel();
          }
        };
    context.addListener(listener, Runnable::run);
    try {
      return work.apply(
          new InvocationContext(
              arrival,
              deadlineNanos(context, arrival),
              cancellation,
              onLogLine,
              CallTraces.current(),
              Callers.ifAny().orElse(Caller.SERVER)));
    } finally {
      context.removeListener(listener);
    }
  }

  /** What is known of a call before anything is done for it; nobody hears of its cancel. */
  InvocationContext context() {
    long arrival = nanoTicker.getAsLong();
    return new InvocationContext(
        arrival, deadlineNanos(Context.current(), arrival), new Cancellation(), _ -> {});
  }

  /** How long ago the request arrived. */
  Duration timeSince(InvocationContext context) {
    return Duration.ofNanos(nanoTicker.getAsLong() - context.arrivalNanos());
  }

  private static OptionalLong deadlineNanos(Context context, long now) {
    var deadline = context.getDeadline();
    return deadline == null
        ? OptionalLong.empty()
        : OptionalLong.of(now + deadline.timeRemaining(TimeUnit.NANOSECONDS));
  }

  /** Writing to a call that was cancelled meanwhile then does nothing, rather than throw. */
  static void ignoreLateWrites(StreamObserver<?> observer) {
    if (observer instanceof ServerCallStreamObserver<?> call) {
      call.setOnCancelHandler(() -> {});
    }
  }
}
