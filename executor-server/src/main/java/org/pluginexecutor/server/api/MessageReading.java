// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.BindableService;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;
import org.pluginexecutor.server.error.ExecutorError.InvalidRequest;
import org.pluginexecutor.server.error.ExecutorException;

/**
 * Refuses messages that cannot be read, for what is wrong with them. What is compressed is unpacked
 * where it is parsed, and gRPC says UNKNOWN of whatever is thrown there; so the messages of a
 * service are parsed behind this interceptor and not before it. Stateless.
 */
final class MessageReading implements ServerInterceptor {
  /** Leaves the bytes as they are: what is wrapped here would be copied once more. */
  private static final MethodDescriptor.Marshaller<InputStream> UNREAD =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(InputStream value) {
          return value;
        }

        @Override
        public InputStream parse(InputStream stream) {
          return stream;
        }
      };

  private MessageReading() {}

  /** The service, with its messages read under guard. */
  static ServerServiceDefinition guard(BindableService service) {
    return ServerInterceptors.intercept(
        ServerInterceptors.useMarshalledMessages(service.bindService(), UNREAD),
        new MessageReading());
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return new Reading<>(call, next.startCall(call, headers));
  }

  /** Hands the messages of one call on; called by one thread at a time. */
  private static final class Reading<Q> extends SimpleForwardingServerCallListener<Q> {
    private final ServerCall<Q, ?> call;
    private boolean isRefused;

    Reading(ServerCall<Q, ?> call, ServerCall.Listener<Q> handler) {
      super(handler);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      if (isRefused) {
        return;
      }
      try {
        super.onMessage(weighed(message));
      } catch (StatusRuntimeException e) {
        isRefused = true;
        var refusal = refusal(e);
        var trailers = refusal.getTrailers();
        call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
        // The handler of a stream gives back what it has of it.
        super.onCancel();
      }
    }

    /** All messages are streams here, see {@link #UNREAD}. */
    @SuppressWarnings("unchecked")
    private Q weighed(Q message) {
      return message instanceof InputStream stream
          ? (Q) MessageWeight.weighed(stream, call.getMethodDescriptor())
          : message;
    }

    private static StatusRuntimeException refusal(StatusRuntimeException found) {
      if (found.getStatus().equals(CallMemory.USED_UP)) {
        return found;
      }
      return found.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED
          ? StatusMapper.tooLargeUnpacked(ListenLimits.MESSAGE_BYTES)
          : StatusMapper.toException(
              new ExecutorException(
                  InvalidRequest.of(
                      "message", "not well-formed (expected: what the method takes)")));
    }

    @Override
    public void onHalfClose() {
      if (!isRefused) {
        super.onHalfClose();
      }
    }

    @Override
    public void onReady() {
      if (!isRefused) {
        super.onReady();
      }
    }

    @Override
    public void onCancel() {
      if (!isRefused) {
        super.onCancel();
      }
    }

    @Override
    public void onComplete() {
      if (!isRefused) {
        super.onComplete();
      }
    }
  }
}
