// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.pluginexecutor.v1.DictValue;
import org.pluginexecutor.v1.InvokeHookResponse;
import org.pluginexecutor.v1.Value;

class PluginExecutorClientTest {
  private static final HookCall CALL =
      HookCall.newBuilder(new PluginTarget.Instance("aa"), "authenticate", "s-1").build();

  @Test
  void forms_the_deadline_from_the_contract_and_the_margin() {
    try (var server = new ScriptedServer()) {
      server.hooks.answer(Answers.accept().build());

      server.client.call(CALL);

      assertThat(server.hooks.requests().get(0).hasTimeLimit()).isFalse();
      assertThat(secondsLeft(server)).isBetween(280L, 310L);
    }
  }

  @Test
  void forms_the_deadline_from_the_time_limit_of_the_options() {
    var options =
        PluginExecutorClientOptions.newBuilder()
            .timeLimit(Duration.ofSeconds(1000))
            .deadlineMargin(Duration.ofSeconds(500))
            .build();
    try (var server = new ScriptedServer(options)) {
      server.hooks.answer(Answers.accept().build());

      server.client.call(CALL);

      assertThat(server.hooks.requests().get(0).getTimeLimit().getSeconds()).isEqualTo(1000);
      assertThat(secondsLeft(server)).isBetween(1470L, 1500L);
    }
  }

  @Test
  void prefers_the_time_limit_of_the_call() {
    try (var server = new ScriptedServer()) {
      server.hooks.answer(Answers.accept().build());

      server.client.call(
          HookCall.newBuilder(new PluginTarget.Instance("aa"), "authenticate", "s-1")
              .timeLimit(Duration.ofSeconds(90))
              .build());

      assertThat(server.hooks.requests().get(0).getTimeLimit().getSeconds()).isEqualTo(90);
      assertThat(secondsLeft(server)).isBetween(70L, 100L);
    }
  }

  private static long secondsLeft(ScriptedServer server) {
    return server.hooks.deadlines().get(0).timeRemaining(TimeUnit.SECONDS);
  }

  @Test
  void passes_log_lines_on_in_the_calling_thread() {
    try (var server = new ScriptedServer()) {
      server.hooks.answer(Answers.accept().build());
      List<String> lines = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();

      HookResponse response =
          server.client.call(
              CALL,
              line -> {
                lines.add(line.text());
                threads.add(Thread.currentThread());
              });

      assertThat(lines).containsExactly("s-1: line 1", "s-1: line 2");
      assertThat(threads).containsOnly(Thread.currentThread());
      assertThat(response.outcome()).isInstanceOf(Outcome.Returned.class);
    }
  }

  @Test
  void cancels_a_streamed_call_when_the_consumer_throws() throws Exception {
    try (var server = new ScriptedServer()) {
      var fault = new IllegalStateException("consumer");

      assertThatThrownBy(() ->
              server.client.call(
                  CALL,
                  line -> {
                    throw fault;
                  }))
          .isSameAs(fault);
      assertThat(server.hooks.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void cancels_the_call_on_the_server_when_the_thread_is_interrupted() throws Exception {
    for (boolean streamed : List.of(false, true)) {
      try (var server = new ScriptedServer()) {
        var failure = new AtomicReference<Throwable>();
        var flag = new AtomicBoolean();
        var thread =
            new Thread(() -> {
              try {
                if (streamed) {
                  server.client.call(CALL, line -> {});
                } else {
                  server.client.call(CALL);
                }
              } catch (CallCancelledException e) {
                failure.set(e);
                flag.set(Thread.currentThread().isInterrupted());
              }
            });
        thread.start();
        assertThat(server.hooks.received.await(10, TimeUnit.SECONDS)).isTrue();

        thread.interrupt();
        thread.join(10_000);

        assertThat(server.hooks.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(failure.get())
            .isInstanceOfSatisfying(
                CallCancelledException.class, e -> assertThat(e.hookMayHaveRun()).isTrue());
        assertThat(flag).isTrue();
      }
    }
  }

  @Test
  void refuses_a_response_with_a_cookie_that_it_cannot_read() {
    try (var server = new ScriptedServer()) {
      server.hooks.answer(
          InvokeHookResponse.newBuilder()
              .setCookie(DictValue.newBuilder().putFields("x", Value.getDefaultInstance()))
              .build());

      assertThatThrownBy(() -> server.client.call(CALL))
          .isInstanceOfSatisfying(
              ExecutorInternalException.class, e -> assertThat(e.hookMayHaveRun()).isTrue());
    }
  }

  @Test
  void refuses_calls_after_close() {
    var server = new ScriptedServer();
    server.close();
    server.client.close();

    assertThatThrownBy(() -> server.client.call(CALL)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void takes_responses_of_more_than_4_mib_over_tcp() throws IOException {
    var hooks = new ScriptedHookService();
    Server server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(hooks)
            .build()
            .start();
    try (var client = PluginExecutorClient.connect("localhost:" + server.getPort())) {
      hooks.answer(Answers.accept().setCookie(Answers.dict("x", "y".repeat(5 << 20))).build());

      assertThat(client.call(CALL).cookie()).containsKey("x");
    } finally {
      server.shutdownNow();
    }
  }

  @Test
  void a_hook_has_not_run_when_there_is_no_connection() {
    var options =
        PluginExecutorClientOptions.newBuilder()
            .target("unix:/nonexistent/executor.sock")
            .reconnectTime(Duration.ZERO)
            .build();
    try (var client = PluginExecutorClient.connect(options)) {
      assertThatThrownBy(() -> client.call(CALL))
          .isInstanceOfSatisfying(
              UnavailableException.class, e -> assertThat(e.hookMayHaveRun()).isFalse());
    }
  }

  @Test
  void waits_for_a_connection_for_as_long_as_it_is_told() {
    var waiter = new FakeWaiter();
    var channel =
        Grpc.newChannelBuilder(
                "unix:/nonexistent/executor.sock", InsecureChannelCredentials.create())
            .disableRetry()
            .build();
    var options =
        PluginExecutorClientOptions.newBuilder().reconnectTime(Duration.ofSeconds(3)).build();
    try (var client = PluginExecutorClient.overChannel(channel, options, waiter)) {
      assertThatThrownBy(() -> client.call(CALL)).isInstanceOf(UnavailableException.class);
    }
    assertThat(waiter.sleeps().stream().reduce(Duration.ZERO, Duration::plus))
        .isEqualTo(Duration.ofSeconds(3));
  }
}
