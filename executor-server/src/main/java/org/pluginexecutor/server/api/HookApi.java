// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.pluginexecutor.server.invocation.Cancellation;
import org.pluginexecutor.server.invocation.InvocationContext;
import org.pluginexecutor.server.invocation.Invoker;
import org.pluginexecutor.server.invocation.LogLine;
import org.pluginexecutor.v1.HookServiceGrpc;
import org.pluginexecutor.v1.InvokeHookRequest;
import org.pluginexecutor.v1.InvokeHookResponse;
import org.pluginexecutor.v1.StreamHookRequest;
import org.pluginexecutor.v1.StreamHookResponse;

/**
 * Hook calls over gRPC. Each call runs to its end on the virtual thread that it came in on.
 * Thread-safe.
 */
final class HookApi extends HookServiceGrpc.HookServiceImplBase {
  private final Invoker invoker;
  private final LongSupplier nanoTicker;

  HookApi(Invoker invoker, LongSupplier nanoTicker) {
    this.invoker = invoker;
    this.nanoTicker = nanoTicker;
  }

  @Override
  public void invokeHook(InvokeHookRequest request, StreamObserver<InvokeHookResponse> observer) {
    ignoreLateWrites(observer);
    Calls.answer(observer, () -> invoke(request, _ -> {}, true));
  }

  @Override
  public void streamHook(StreamHookRequest request, StreamObserver<StreamHookResponse> observer) {
    ignoreLateWrites(observer);
    Calls.answer(
        observer,
        () -> {
          var response =
              invoke(
                  request.getInvocation(),
                  line ->
                      observer.onNext(
                          StreamHookResponse.newBuilder()
                              .setLogLine(HookMapper.toProto(line))
                              .build()),
                  false);
          return StreamHookResponse.newBuilder().setResponse(response).build();
        });
  }

  private InvokeHookResponse invoke(
      InvokeHookRequest request, Consumer<LogLine> onLogLine, boolean withLogLines) {
    long arrival = nanoTicker.getAsLong();
    var invocation = HookMapper.fromProto(request, UUID.randomUUID().toString());
    var context = Context.current();
    var cancellation = new Cancellation();
    // The context tells at once; the call's own cancel handler would wait for this very method to
    // return.
    Context.CancellationListener listener = _ -> cancellation.cancel();
    context.addListener(listener, Runnable::run);
    try {
      var result =
          invoker.invoke(
              invocation,
              new InvocationContext(
                  arrival, deadlineNanos(context, arrival), cancellation, onLogLine));
      return HookMapper.toProto(result, withLogLines);
    } finally {
      context.removeListener(listener);
    }
  }

  private static OptionalLong deadlineNanos(Context context, long now) {
    var deadline = context.getDeadline();
    return deadline == null
        ? OptionalLong.empty()
        : OptionalLong.of(now + deadline.timeRemaining(TimeUnit.NANOSECONDS));
  }

  /** Writing to a call that was cancelled meanwhile then does nothing, rather than throw. */
  private static void ignoreLateWrites(StreamObserver<?> observer) {
    if (observer instanceof ServerCallStreamObserver<?> call) {
      call.setOnCancelHandler(() -> {});
    }
  }
}
