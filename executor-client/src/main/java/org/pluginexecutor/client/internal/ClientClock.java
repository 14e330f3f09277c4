// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Tells how much of a call is the client's own work: until the request is given to the connection,
 * and from the arrival of the answer on. Thread-safe; for one attempt of one call.
 */
final class ClientClock implements ClientInterceptor {
  private final LongSupplier nanoTicker;
  private final long startNanos;
  private volatile long sentNanos;
  private volatile long answeredNanos;
  private volatile boolean isSent;

  /** Starts with the call. */
  ClientClock(LongSupplier nanoTicker) {
    this.nanoTicker = nanoTicker;
    this.startNanos = nanoTicker.getAsLong();
    this.sentNanos = startNanos;
    this.answeredNanos = startNanos;
  }

  /** The client's share, when the answer is there for the caller; at least zero. */
  Duration clientTime() {
    long wireNanos = answeredNanos - sentNanos;
    return Duration.ofNanos(Math.max(0, nanoTicker.getAsLong() - startNanos - wireNanos));
  }

  /** Whether a server may have heard of the call; the headers are the first that it gets. */
  boolean isSent() {
    return isSent;
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return next.newCall(method, options.withStreamTracerFactory(new Tracers()));
  }

  private final class Tracers extends ClientStreamTracer.Factory {
    @Override
    public ClientStreamTracer newClientStreamTracer(
        ClientStreamTracer.StreamInfo info, Metadata headers) {
      return new ClientStreamTracer() {
        @Override
        public void outboundHeaders() {
          isSent = true;
        }

        @Override
        public void outboundMessageSent(int number, long wireBytes, long bytes) {
          sentNanos = nanoTicker.getAsLong();
        }

        @Override
        public void inboundMessage(int number) {
          answeredNanos = nanoTicker.getAsLong();
        }
      };
    }
  }
}
