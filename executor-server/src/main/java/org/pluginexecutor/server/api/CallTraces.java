// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.telemetry.CallTrace;
import org.pluginexecutor.server.telemetry.SpanAttribute;
import org.pluginexecutor.server.telemetry.TraceContext;
import org.pluginexecutor.server.telemetry.Tracing;
import org.pluginexecutor.v1.HookServiceGrpc;

/**
 * Knows the trace that a call belongs to: its caller says so in the headers {@code traceparent} and
 * {@code tracestate}, as the W3C's Trace Context has it. What else there is, is left alone. Hook
 * calls get a span where spans are recorded. Thread-safe.
 */
final class CallTraces implements ServerInterceptor {
  private static final Context.Key<CallTrace> CURRENT =
      Context.keyWithDefault("call-trace", CallTrace.NONE);
  private static final Metadata.Key<String> PARENT =
      Metadata.Key.of(TraceContext.PARENT_HEADER, Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> STATE =
      Metadata.Key.of(TraceContext.STATE_HEADER, Metadata.ASCII_STRING_MARSHALLER);

  private final Tracing tracing;

  CallTraces(Tracing tracing) {
    this.tracing = tracing;
  }

  /** The trace of the call that runs on this thread. */
  static CallTrace current() {
    return CURRENT.get();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var caller = callerOf(headers);
    var method = call.getMethodDescriptor();
    boolean isHookCall = HookServiceGrpc.SERVICE_NAME.equals(method.getServiceName());
    var trace = (isHookCall ? tracing : Tracing.OFF).begin(method.getFullMethodName(), caller);
    if (trace.context() == null) {
      return next.startCall(call, headers);
    }
    var context = Context.current().withValue(CURRENT, trace);
    return trace.isRecorded()
        ? new EndOfSpan<>(
            Contexts.interceptCall(context, new StatusOfSpan<>(call, trace), headers, next), trace)
        : Contexts.interceptCall(context, call, headers, next);
  }

  static @Nullable TraceContext callerOf(Metadata headers) {
    var parent = headers.get(PARENT);
    return parent == null ? null : TraceContext.parse(parent, state(headers)).orElse(null);
  }

  /** A list may come in several headers. */
  private static @Nullable String state(Metadata headers) {
    var parts = headers.getAll(STATE);
    return parts == null ? null : String.join(",", parts);
  }

  /** Tells what the server answers. */
  private static final class StatusOfSpan<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final CallTrace trace;

    StatusOfSpan(ServerCall<Q, A> call, CallTrace trace) {
      super(call);
      this.trace = trace;
    }

    @Override
    public void close(Status status, Metadata trailers) {
      tellStatus(trace, status.getCode());
      super.close(status, trailers);
    }
  }

  /** Ends the span when the call is answered, or the caller is gone. */
  private static final class EndOfSpan<Q> extends SimpleForwardingServerCallListener<Q> {
    private final CallTrace trace;

    EndOfSpan(ServerCall.Listener<Q> listener, CallTrace trace) {
      super(listener);
      this.trace = trace;
    }

    @Override
    public void onComplete() {
      trace.end();
      super.onComplete();
    }

    @Override
    public void onCancel() {
      tellStatus(trace, Status.Code.CANCELLED);
      trace.end();
      super.onCancel();
    }
  }

  private static void tellStatus(CallTrace trace, Status.Code code) {
    trace.tell(SpanAttribute.RPC_STATUS, code.name());
    if (isFailure(code)) {
      trace.failed(code.name());
    }
  }

  /** By the conventions for servers, the others are the caller's affair. */
  private static boolean isFailure(Status.Code code) {
    return switch (code) {
      case UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS -> true;
      case OK,
          CANCELLED,
          INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          RESOURCE_EXHAUSTED,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          UNAUTHENTICATED ->
          false;
    };
  }
}
