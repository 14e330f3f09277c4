// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallHeadersTest {
  private static final HookCall CALL =
      HookCall.newBuilder(new PluginTarget.Instance("aa"), "authenticate", "s-1").build();
  private static final String NAME = "call-headers";

  private final ScriptedHookService hooks = new ScriptedHookService();
  private final List<String> seen = new ArrayList<>();
  private final Server server =
      InProcessServerBuilder.forName(NAME)
          .directExecutor()
          .addService(ServerInterceptors.intercept(hooks, new Listening()))
          .build();

  /** Notes the header of each call. */
  private final class Listening implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      seen.add(
          String.valueOf(
              headers.get(Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER))));
      return next.startCall(call, headers);
    }
  }

  @BeforeEach
  void start() throws IOException {
    server.start();
    hooks.answer(Answers.accept().build(), Answers.accept().build());
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  private static PluginExecutorClient client(Supplier<Map<String, String>> headers) {
    ManagedChannel channel = InProcessChannelBuilder.forName(NAME).directExecutor().build();
    return PluginExecutorClient.overChannel(
        channel, PluginExecutorClientOptions.newBuilder().headers(headers).build());
  }

  @Test
  void are_asked_for_at_each_call() {
    var count = new AtomicInteger();
    try (var client = client(() -> Map.of("traceparent", "t-" + count.incrementAndGet()))) {
      client.call(CALL);
      client.call(CALL);
    }

    assertThat(seen).containsExactly("t-1", "t-2");
  }

  @Test
  void may_be_none() {
    try (var client = client(Map::of)) {
      client.call(CALL);
    }

    assertThat(seen).containsExactly("null");
  }

  @Test
  void that_cannot_be_sent_fail_the_call() {
    try (var client = client(() -> Map.of("trace parent", "t"))) {
      assertThatThrownBy(() -> client.call(CALL)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
