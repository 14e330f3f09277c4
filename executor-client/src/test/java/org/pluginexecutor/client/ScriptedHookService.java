// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.v1.HookServiceGrpc;
import org.pluginexecutor.v1.InvokeHookRequest;
import org.pluginexecutor.v1.InvokeHookResponse;
import org.pluginexecutor.v1.LogLine;
import org.pluginexecutor.v1.StreamHookRequest;
import org.pluginexecutor.v1.StreamHookResponse;

/** Gives the answers of a script, one per call; without a script it never answers. Thread-safe. */
final class ScriptedHookService extends HookServiceGrpc.HookServiceImplBase {
  private final Deque<Object> script = new ArrayDeque<>();
  private final List<InvokeHookRequest> requests = new ArrayList<>();
  private final List<Deadline> deadlines = new ArrayList<>();
  final CountDownLatch received = new CountDownLatch(1);
  final CountDownLatch cancelled = new CountDownLatch(1);

  synchronized void answer(InvokeHookResponse... responses) {
    script.addAll(List.of(responses));
  }

  synchronized void refuse(StatusRuntimeException... failures) {
    script.addAll(List.of(failures));
  }

  synchronized List<InvokeHookRequest> requests() {
    return List.copyOf(requests);
  }

  synchronized List<Deadline> deadlines() {
    return List.copyOf(deadlines);
  }

  private synchronized @Nullable Object next(InvokeHookRequest request) {
    requests.add(request);
    Deadline deadline = Context.current().getDeadline();
    if (deadline != null) {
      deadlines.add(deadline);
    }
    return script.poll();
  }

  @Override
  public void invokeHook(InvokeHookRequest request, StreamObserver<InvokeHookResponse> observer) {
    Object step = next(request);
    if (step instanceof InvokeHookResponse response) {
      observer.onNext(response);
      observer.onCompleted();
    } else {
      failOrHang(step, observer);
    }
  }

  @Override
  public void streamHook(StreamHookRequest request, StreamObserver<StreamHookResponse> observer) {
    Object step = next(request.getInvocation());
    observer.onNext(line(1));
    observer.onNext(line(2));
    if (step instanceof InvokeHookResponse response) {
      observer.onNext(StreamHookResponse.newBuilder().setResponse(response).build());
      observer.onCompleted();
    } else {
      failOrHang(step, observer);
    }
  }

  private void failOrHang(@Nullable Object step, StreamObserver<?> observer) {
    if (step instanceof StatusRuntimeException failure) {
      observer.onError(failure);
    } else {
      ((ServerCallStreamObserver<?>) observer).setOnCancelHandler(cancelled::countDown);
      received.countDown();
    }
  }

  private static StreamHookResponse line(long sequence) {
    return StreamHookResponse.newBuilder()
        .setLogLine(LogLine.newBuilder().setSequence(sequence).setText("s-1: line " + sequence))
        .build();
  }
}
