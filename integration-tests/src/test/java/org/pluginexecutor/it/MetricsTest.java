// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.client.ExecutorClientException;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.Outcome;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.telemetry.Metric;
import org.pluginexecutor.v1.HookServiceGrpc;
import org.pluginexecutor.v1.InvokeHookRequest;

/** What a collector of metrics and a probe are told over HTTP. */
@Timeout(120)
class MetricsTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path directory;

  private static TestServer start(UnaryOperator<ServerConfig> change) {
    return TestServer.withoutWalls(
        config -> change.apply(config.withAdmin(config.admin().withPort(0))));
  }

  private static HttpResponse<String> get(TestServer server, String path) {
    return send(
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.server().adminPort().orElseThrow() + path))
            .header("Authorization", "Bearer " + server.token()));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Exposition metrics(TestServer server) {
    var answer = get(server, "/metrics");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    return Exposition.parse(answer.body());
  }

  private static String invocations(String hook, String outcome, String plugin) {
    return "pluginexecutor_invocations_total{hook=\"%s\",outcome=\"%s\",plugin=\"%s\",plugin_type=\"aa\",version=\"1.0.0\"}"
        .formatted(hook, outcome, plugin);
  }

  @Test
  void calls_are_counted_by_plugin_hook_and_outcome() {
    try (var server = start(config -> config)) {
      var target =
          server.aa(
              """
              class Plugin:
                def authenticate(self, **_):
                  return {'verdict': 'ACCEPT'}
                def authorize(self, **_):
                  raise ValueError('no')
              """);
      server.call(target, "authenticate", Map.of());
      server.call(target, "authenticate", Map.of());
      server.call(target, "authorize", Map.of());

      var metrics = metrics(server);

      assertThat(metrics.value(invocations("authenticate", "returned", "plugin_1"))).isEqualTo(2);
      assertThat(metrics.value(invocations("authorize", "raised", "plugin_1"))).isEqualTo(1);
      assertThat(metrics.samples())
          .containsEntry(invocations("authorize", "killed", "plugin_1"), 0.0);
      var run = "{hook=\"authenticate\",plugin=\"plugin_1\",plugin_type=\"aa\"}";
      assertThat(metrics.value("pluginexecutor_run_seconds_count" + run)).isEqualTo(2);
      assertThat(metrics.value("pluginexecutor_run_seconds_sum" + run)).isBetween(0.001, 40.0);
      assertThat(metrics.value("pluginexecutor_queue_seconds_count")).isEqualTo(3);
      assertThat(metrics.value("pluginexecutor_start_seconds_count{start_kind=\"exec\"}"))
          .isEqualTo(3);
      assertThat(metrics.value("pluginexecutor_worker_starts_total{start_kind=\"exec\"}"))
          .isEqualTo(3);
      assertThat(metrics.value("pluginexecutor_worker_ends_total{reason=\"replied\"}"))
          .isEqualTo(3);
    }
  }

  @Test
  void a_time_limit_and_output_beyond_its_limit_are_counted() {
    try (var server = start(config -> config)) {
      var target =
          server.aa(
              """
              import time
              class Plugin:
                def session_ended(self, session_id):
                  for _ in range(200): print('x' * 65536)
                  while True: time.sleep(1)
              """);
      server
          .client()
          .call(
              HookCall.newBuilder(target, "session_ended", "s-1")
                  .timeLimit(Duration.ofSeconds(4))
                  .build());

      var metrics = metrics(server);

      assertThat(metrics.value(invocations("session_ended", "timed_out", "plugin_1"))).isEqualTo(1);
      assertThat(metrics.value("pluginexecutor_worker_ends_total{reason=\"time_limit\"}"))
          .isEqualTo(1);
      assertThat(metrics.value("pluginexecutor_kills_total{reason=\"time_limit\"}")).isEqualTo(1);
      assertThat(metrics.value("pluginexecutor_reached_walls_total{kind=\"wall_time\"}"))
          .isEqualTo(1);
      assertThat(metrics.value("pluginexecutor_reached_walls_total{kind=\"stdout\"}")).isEqualTo(1);
      assertThat(metrics.value("pluginexecutor_truncated_outputs_total{stream=\"stdout\"}"))
          .isEqualTo(1);
      assertThat(metrics.value("pluginexecutor_dropped_output_bytes_total{stream=\"stdout\"}"))
          .isBetween(1.0, 200 * 65537.0);
    }
  }

  @Test
  void steps_and_resources_and_the_store_and_the_port_are_measured() throws IOException {
    try (var server = start(config -> config)) {
      var target = server.aa("class Plugin:\n  def authenticate(self, **_): return None");
      server.call(target, "authenticate", Map.of());
      assertThatThrownBy(() -> server.client().plugins().upload(InputStream.nullInputStream()))
          .isInstanceOf(ExecutorClientException.class);

      // A call is counted when gRPC is done with it, which its caller need not wait for.
      Eventually.within(
          Duration.ofSeconds(10),
          () ->
              assertThat(metrics(server).value(rpc("HookService/InvokeHook", "OK"))).isEqualTo(1));
      var metrics = metrics(server);
      var plugin = "{plugin=\"plugin_1\",plugin_type=\"aa\"}";
      for (var family : List.of("load_seconds", "construct_seconds", "cpu_seconds")) {
        assertThat(metrics.value("pluginexecutor_" + family + "_count" + plugin)).isEqualTo(1);
        assertThat(metrics.value("pluginexecutor_" + family + "_sum" + plugin)).isPositive();
      }
      assertThat(metrics.value("pluginexecutor_peak_memory_bytes_sum" + plugin))
          .isGreaterThan(1 << 20);
      assertThat(metrics.value(store("store_package", "done"))).isEqualTo(1);
      assertThat(metrics.value(store("store_package", "refused"))).isEqualTo(1);
      assertThat(metrics.value(store("read_package", "done"))).isEqualTo(1);
      assertThat(metrics.value(store("take_state", "done"))).isEqualTo(1);
      assertThat(metrics.value(rpc("PluginService/UploadPlugin", "INVALID_ARGUMENT"))).isEqualTo(1);
    }
  }

  private static String store(String operation, String outcome) {
    return "pluginexecutor_store_operation_seconds_count{operation=\"%s\",outcome=\"%s\"}"
        .formatted(operation, outcome);
  }

  private static String rpc(String method, String code) {
    return "rpc_server_call_duration_seconds_count{rpc_method=\"pluginexecutor.v1.%s\",rpc_response_status_code=\"%s\",rpc_system_name=\"grpc\"}"
        .formatted(method, code);
  }

  @Test
  void methods_that_callers_invent_are_counted_together() {
    try (var server = start(config -> config)) {
      var channel =
          NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
      try {
        for (var name : List.of("pluginexecutor.v1.HookService/Invented", "invented.S/M")) {
          assertThatThrownBy(() ->
                  ClientCalls.blockingUnaryCall(
                      channel,
                      HookServiceGrpc.getInvokeHookMethod().toBuilder()
                          .setFullMethodName(name)
                          .build(),
                      CallOptions.DEFAULT,
                      InvokeHookRequest.getDefaultInstance()))
              .hasMessageContaining("UNIMPLEMENTED");
        }
        Eventually.within(
            Duration.ofSeconds(10),
            () ->
                assertThat(
                        metrics(server)
                            .value(
                                rpc("_OTHER", "UNIMPLEMENTED").replace("pluginexecutor.v1.", "")))
                    .isEqualTo(2));
        assertThat(metrics(server).samples().keySet()).noneMatch(key -> key.contains("nvented"));
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  void what_callers_invent_becomes_no_label() {
    try (var server = start(config -> config)) {
      var target = server.aa("class Plugin: pass");
      assertThatThrownBy(() -> server.call(target, "invented_hook", Map.of()))
          .isInstanceOf(ExecutorClientException.class);
      assertThatThrownBy(() ->
              server.call(new PluginTarget.Instance("invented_instance"), "authenticate", Map.of()))
          .isInstanceOf(ExecutorClientException.class);

      var metrics = metrics(server);

      assertThat(metrics.value("pluginexecutor_refusals_total{reason=\"UNKNOWN_HOOK\"}"))
          .isEqualTo(1);
      assertThat(metrics.value("pluginexecutor_refusals_total{reason=\"INSTANCE_NOT_FOUND\"}"))
          .isEqualTo(1);
      assertThat(String.join("\n", metrics.samples().keySet())).doesNotContain("invented", "s-1");
    }
  }

  @Test
  void slots_and_level_and_build_are_told() throws IOException {
    try (var server =
        start(c -> c.withInvocation(c.invocation().withSlots(3, 7, Duration.ofSeconds(5))))) {
      var target = waitingPlugin(server);
      var running = Background.supply(() -> server.client().call(call(target)));
      awaitBegin();

      var metrics = metrics(server);

      assertThat(metrics.value("pluginexecutor_slots")).isEqualTo(3);
      assertThat(metrics.value("pluginexecutor_slots_in_use")).isEqualTo(1);
      assertThat(metrics.value("pluginexecutor_queue_limit")).isEqualTo(7);
      assertThat(metrics.samples())
          .containsEntry("pluginexecutor_queue_depth", 0.0)
          .containsEntry("pluginexecutor_isolation_level{level=\"none\"}", 1.0)
          .containsEntry("pluginexecutor_isolation_level{level=\"portable\"}", 0.0)
          .containsEntry("pluginexecutor_isolation_level{level=\"full\"}", 0.0)
          .containsEntry("pluginexecutor_store_damaged_lines", 0.0);
      assertThat(metrics.samples().keySet())
          .anyMatch(series -> series.matches("pluginexecutor_build_info\\{version=\"[0-9].*\"\\}"));
      Files.createFile(directory.resolve("go"));
      assertThat(running.join().outcome()).isInstanceOf(Outcome.Returned.class);
    }
  }

  @Test
  void workers_of_zygotes_are_counted() {
    try (var server = TestServer.start(config -> config.withAdmin(config.admin().withPort(0)))) {
      var target = server.aa("class Plugin:\n  def authenticate(self, **_): return None");
      server.call(target, "authenticate", Map.of());

      var level = server.client().runtimes().describe().isolationLevel().name();
      if (!level.equals("NONE")) {
        Eventually.within(
            Duration.ofSeconds(20),
            () -> {
              var metrics = metrics(server);
              assertThat(metrics.value("pluginexecutor_worker_starts_total{start_kind=\"fork\"}"))
                  .isEqualTo(1);
              assertThat(metrics.value("pluginexecutor_zygotes")).isPositive();
              assertThat(metrics.value("pluginexecutor_waiting_workers")).isPositive();
              assertThat(metrics.samples())
                  .containsEntry("pluginexecutor_zygote_failures_total", 0.0);
            });
      }
    }
  }

  @Test
  void every_family_is_one_of_the_page_or_of_the_java_machine() {
    try (var server = start(config -> config)) {
      var target = server.aa("class Plugin: pass");
      server.call(target, "authenticate", Map.of());

      var types = metrics(server).types();

      var known =
          Arrays.stream(Metric.values())
              .collect(Collectors.toMap(Metric::exposedName, metric -> metric.type().label()));
      for (var family : types.entrySet()) {
        var name = family.getKey();
        if (name.startsWith("pluginexecutor_") && !name.matches(".*_(seconds|bytes)_max")) {
          assertThat(known).containsEntry(name, family.getValue());
        } else {
          assertThat(name).matches("(jvm|process|system|pluginexecutor|rpc_server)_.*");
        }
      }
      assertThat(types).containsKeys("jvm_memory_used_bytes", "process_uptime_seconds");
    }
  }

  private PluginTarget waitingPlugin(TestServer server) {
    return server.aa(
        """
        import os, time
        class Plugin:
          def session_ended(self, session_id):
            open('%s/began', 'w').close()
            while not os.path.exists('%s/go'): time.sleep(0.01)
        """
            .formatted(directory, directory));
  }

  private static HookCall call(PluginTarget target) {
    return HookCall.newBuilder(target, "session_ended", "s-1")
        .timeLimit(Duration.ofSeconds(30))
        .build();
  }

  private void awaitBegin() {
    Eventually.within(
        Duration.ofSeconds(10), () -> assertThat(directory.resolve("began")).exists());
  }

  @Test
  void a_draining_server_lives_but_is_not_ready() throws Exception {
    try (var server = start(config -> config)) {
      var target = waitingPlugin(server);
      var running = Background.supply(() -> server.client().call(call(target)));
      awaitBegin();
      assertThat(get(server, "/livez").statusCode()).isEqualTo(200);
      assertThat(get(server, "/readyz").statusCode()).isEqualTo(200);

      var closing = Background.run(server.server()::close);

      Eventually.within(
          Duration.ofSeconds(10),
          () -> assertThat(get(server, "/readyz").statusCode()).isEqualTo(503));
      assertThat(get(server, "/readyz").body()).isEqualTo("draining\n");
      assertThat(get(server, "/livez").statusCode()).isEqualTo(200);
      assertThat(metrics(server).value("pluginexecutor_slots_in_use")).isEqualTo(1);
      assertThat(closing).isNotDone();
      Files.createFile(directory.resolve("go"));
      assertThat(running.get().outcome()).isInstanceOf(Outcome.Returned.class);
      closing.get();
      assertThatThrownBy(() -> get(server, "/livez")).isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void a_server_that_is_told_nothing_has_no_such_port() {
    try (var server = TestServer.withoutWalls()) {
      assertThat(server.server().adminPort()).isEmpty();
    }
  }
}
