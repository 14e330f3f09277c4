// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Sends headers of the gateway's with each call. Thread-safe as the supplier is. */
public final class CallHeaders implements ClientInterceptor {
  private final Supplier<Map<String, String>> headers;

  private CallHeaders(Supplier<Map<String, String>> headers) {
    this.headers = headers;
  }

  /** The channel, with these headers in each call; absent: the channel itself. */
  public static Channel over(Channel channel, Optional<Supplier<Map<String, String>>> headers) {
    return headers.isPresent()
        ? ClientInterceptors.intercept(channel, new CallHeaders(headers.get()))
        : channel;
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    // Asked before there is a call, which nobody would end if the headers cannot be sent.
    Metadata own = new Metadata();
    headers
        .get()
        .forEach((name, value) ->
            own.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
    return new SimpleForwardingClientCall<Q, A>(next.newCall(method, options)) {
      @Override
      public void start(Listener<A> listener, Metadata metadata) {
        metadata.merge(own);
        super.start(listener, metadata);
      }
    };
  }
}
