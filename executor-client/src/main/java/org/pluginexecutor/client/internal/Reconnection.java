// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Has a channel try to connect whenever somebody calls. By itself it pauses longer after each
 * attempt, in the end for two minutes, in which all calls would fail although the server is there
 * again. Thread-safe.
 */
public final class Reconnection implements ClientInterceptor {
  /** However many call, a server that is away hears no more often from them. */
  static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);

  private final ManagedChannel connection;
  private final LongSupplier nanoTicker;
  private final AtomicLong latest;

  private Reconnection(ManagedChannel connection, LongSupplier nanoTicker) {
    this.connection = connection;
    this.nanoTicker = nanoTicker;
    this.latest = new AtomicLong(nanoTicker.getAsLong() - SHORTEST_PAUSE.toNanos());
  }

  /**
   * Makes a channel for calls.
   *
   * @param channel over the connection
   */
  public static Channel over(Channel channel, ManagedChannel connection, LongSupplier nanoTicker) {
    return ClientInterceptors.intercept(channel, new Reconnection(connection, nanoTicker));
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions callOptions, Channel next) {
    if (connection.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      long now = nanoTicker.getAsLong();
      long last = latest.get();
      if (now - last >= SHORTEST_PAUSE.toNanos() && latest.compareAndSet(last, now)) {
        connection.resetConnectBackoff();
      }
    }
    return next.newCall(method, callOptions);
  }
}
