// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.invocation.Invoker;
import org.pluginexecutor.server.invocation.LogLine;
import org.pluginexecutor.server.invocation.OverloadGate;
import org.pluginexecutor.v1.HookServiceGrpc;
import org.pluginexecutor.v1.InvokeHookRequest;
import org.pluginexecutor.v1.InvokeHookResponse;
import org.pluginexecutor.v1.StreamHookRequest;
import org.pluginexecutor.v1.StreamHookResponse;

/** Hook calls over gRPC. Thread-safe. */
public final class HookApi extends HookServiceGrpc.HookServiceImplBase {
  private final Invoker invoker;
  private final OverloadGate gate;
  private final WorkerCalls calls;
  private final Executor handlers;
  private final Runnable refusals;

  /**
   * Makes the service. Its methods look whether there is room on the thread that they are called
   * on, and go on elsewhere.
   *
   * @param handlers where calls that have room are handled
   * @param refusals hears of each call that has none, on the same thread
   */
  HookApi(
      Invoker invoker, OverloadGate gate, WorkerCalls calls, Executor handlers, Runnable refusals) {
    this.invoker = invoker;
    this.gate = gate;
    this.calls = calls;
    this.handlers = handlers;
    this.refusals = refusals;
  }

  /** The service by itself, for whoever measures it without a port. */
  public static HookApi of(Invoker invoker, LongSupplier nanoTicker) {
    return new HookApi(
        invoker, OverloadGate.OPEN, new WorkerCalls(nanoTicker), Runnable::run, () -> {});
  }

  @Override
  public void invokeHook(InvokeHookRequest request, StreamObserver<InvokeHookResponse> observer) {
    handle(request, observer, () -> invoke(request, _ -> {}, true));
  }

  @Override
  public void streamHook(StreamHookRequest request, StreamObserver<StreamHookResponse> observer) {
    handle(
        request.getInvocation(),
        observer,
        () -> {
          var response =
              invoke(
                  request.getInvocation(),
                  line ->
                      observer.onNext(
                          StreamHookResponse.newBuilder()
                              .setLogLine(WorkerMapper.toProto(line))
                              .build()),
                  false);
          return StreamHookResponse.newBuilder().setResponse(response).build();
        });
  }

  private <T> void handle(InvokeHookRequest request, StreamObserver<T> observer, Supplier<T> body) {
    WorkerCalls.ignoreLateWrites(observer);
    try {
      gate.pass(HookMapper.share(request), RequestIds.of(request), calls.context());
    } catch (ExecutorException refusal) {
      observer.onError(StatusMapper.toException(refusal));
      refusals.run();
      return;
    }
    Context.currentContextExecutor(handlers).execute(() -> Calls.answer(observer, body));
  }

  private InvokeHookResponse invoke(
      InvokeHookRequest request, Consumer<LogLine> onLogLine, boolean withLogLines) {
    return calls.run(
        onLogLine,
        context -> {
          var invocation = HookMapper.fromProto(request, UUID.randomUUID().toString());
          var result = invoker.invoke(invocation, context);
          return HookMapper.toProto(result, calls.timeSince(context), withLogLines);
        });
  }
}
