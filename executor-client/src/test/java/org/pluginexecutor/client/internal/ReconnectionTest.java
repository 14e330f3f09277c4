// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.v1.HookServiceGrpc;

class ReconnectionTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE);
  private final FakeConnection connection = new FakeConnection();
  private final Channel channel = Reconnection.over(connection, connection, now::get);

  @Test
  void a_call_has_a_connection_that_failed_tried_again_at_once() {
    connection.state = ConnectivityState.TRANSIENT_FAILURE;

    call();

    assertThat(connection.resets).isEqualTo(1);
    assertThat(connection.calls).isEqualTo(1);
  }

  @Test
  void many_calls_have_it_tried_no_more_than_four_times_a_second() {
    connection.state = ConnectivityState.TRANSIENT_FAILURE;

    for (int millis = 0; millis < 1000; millis++) {
      call();
      now.addAndGet(1_000_000);
    }

    assertThat(connection.resets).isEqualTo(4);
    assertThat(connection.calls).isEqualTo(1000);
  }

  @Test
  void a_connection_that_is_there_or_coming_is_left_alone() {
    for (var state : ConnectivityState.values()) {
      if (state != ConnectivityState.TRANSIENT_FAILURE) {
        connection.state = state;
        call();
      }
    }

    assertThat(connection.resets).isZero();
  }

  private void call() {
    channel.newCall(HookServiceGrpc.getInvokeHookMethod(), CallOptions.DEFAULT);
  }

  /** Counts what it is told. */
  private static final class FakeConnection extends ManagedChannel {
    private ConnectivityState state = ConnectivityState.IDLE;
    private int resets;
    private int calls;

    @Override
    public ConnectivityState getState(boolean requestConnection) {
      return state;
    }

    @Override
    public void resetConnectBackoff() {
      resets++;
    }

    @Override
    public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
      calls++;
      return new SilentCall<>();
    }

    @Override
    public String authority() {
      return "executor";
    }

    @Override
    public ManagedChannel shutdown() {
      return this;
    }

    @Override
    public ManagedChannel shutdownNow() {
      return this;
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }

  /** One that nobody hears of. */
  private static final class SilentCall<Q, A> extends ClientCall<Q, A> {
    @Override
    public void start(Listener<A> listener, Metadata headers) {}

    @Override
    public void request(int count) {}

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {}

    @Override
    public void halfClose() {}

    @Override
    public void sendMessage(Q message) {}
  }
}
