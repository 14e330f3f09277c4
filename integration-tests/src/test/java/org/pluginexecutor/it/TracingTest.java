// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pluginexecutor.client.ExecutorClientException;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginTarget;
import org.pluginexecutor.server.config.ServerConfig;
import org.pluginexecutor.server.config.TelemetryConfig;

/** What a collector is sent of calls, and what plugins learn of the trace that they belong to. */
@Timeout(120)
class TracingTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final Map<String, String> SAMPLED =
      Map.of("traceparent", "00-" + TRACE + "-" + SPAN + "-01", "tracestate", "a=1,b=2");

  /** Prints what it finds of the trace. */
  private static final String TELLER =
      """
      import os
      class Plugin:
        def session_ended(self, session_id):
          print(os.environ.get('TRACEPARENT'), os.environ.get('TRACESTATE'))
          if session_id == 'fails': raise ValueError('hunter2')
      """;

  @TempDir Path directory;
  private final Collector collector = Collector.open();

  @AfterEach
  void close() {
    collector.close();
  }

  private UnaryOperator<ServerConfig> telling(double ratio, Optional<Path> headers) {
    return config ->
        config.withTelemetry(
            new TelemetryConfig(
                Optional.of(URI.create(collector.endpoint())),
                headers,
                Duration.ofHours(1),
                ratio));
  }

  private static HookResponse call(
      TestServer server, PluginTarget target, String session, Map<String, String> headers) {
    var options = TestServer.options(server.server()).headers(() -> headers).build();
    try (var client = PluginExecutorClient.connect(options)) {
      return client.call(
          HookCall.newBuilder(target, "session_ended", session)
              .timeLimit(Duration.ofSeconds(20))
              .build());
    }
  }

  /** The spans of one call, by their names; the server has sent all of them when it is closed. */
  private Map<String, Span> spans() {
    return collector.spans().stream().collect(Collectors.toMap(Span::getName, Function.identity()));
  }

  private static <T> T named(Map<String, T> all, String name) {
    return Objects.requireNonNull(all.get(name), name);
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  private static String server(Map<String, Span> spans) {
    return spans.keySet().stream().filter(name -> name.contains("/")).findFirst().orElseThrow();
  }

  @Test
  void a_call_is_a_span_of_its_callers_trace_and_has_spans_for_its_parts() {
    try (var server = TestServer.start(telling(1, Optional.empty()))) {
      call(server, server.aa(TELLER), "s-1", SAMPLED);
    }

    var spans = spans();
    assertThat(spans)
        .containsOnlyKeys(
            "pluginexecutor.v1.HookService/InvokeHook",
            "queue",
            "start",
            "run",
            "load",
            "construct",
            "hook");
    var call = named(spans, server(spans));
    assertThat(call.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(hex(call.getParentSpanId())).isEqualTo(SPAN);
    assertThat(call.getTraceState()).isEqualTo("a=1,b=2");
    assertThat(call.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
    assertThat(spans.values()).allMatch(span -> hex(span.getTraceId()).equals(TRACE));
    for (var name : List.of("queue", "start", "run")) {
      assertInside(named(spans, name), call);
    }
    for (var name : List.of("load", "construct", "hook")) {
      assertInside(named(spans, name), named(spans, "run"));
    }
    assertThat(named(spans, "start").getStartTimeUnixNano())
        .isEqualTo(named(spans, "queue").getEndTimeUnixNano());
    assertThat(named(spans, "run").getStartTimeUnixNano())
        .isEqualTo(named(spans, "start").getEndTimeUnixNano());
  }

  private static void assertInside(Span part, Span whole) {
    assertThat(part.getParentSpanId()).isEqualTo(whole.getSpanId());
    assertThat(part.getStartTimeUnixNano())
        .isBetween(whole.getStartTimeUnixNano(), part.getEndTimeUnixNano());
    assertThat(part.getEndTimeUnixNano()).isLessThanOrEqualTo(whole.getEndTimeUnixNano());
  }

  @Test
  void a_span_says_what_was_called_and_by_whom_it_is_told() {
    try (var server = TestServer.withoutWalls(telling(1, Optional.empty()))) {
      call(server, server.aa(TELLER), "s-1", Map.of());
    }

    var spans = spans();
    assertThat(Collector.attributes(named(spans, server(spans)).getAttributesList()))
        .containsEntry("rpc.system.name", "grpc")
        .containsEntry("rpc.method", "pluginexecutor.v1.HookService/InvokeHook")
        .containsEntry("rpc.response.status_code", "OK")
        .containsEntry("session.id", "s-1")
        .containsEntry("pluginexecutor.hook", "session_ended")
        .containsEntry("pluginexecutor.plugin", "plugin_1")
        .containsEntry("pluginexecutor.plugin_type", "aa")
        .containsEntry("pluginexecutor.plugin_version", "1.0.0")
        .containsEntry("pluginexecutor.outcome", "returned")
        .containsEntry("pluginexecutor.start_kind", "exec")
        .containsEntry("pluginexecutor.isolation_level", "none")
        .containsKeys(
            "pluginexecutor.invocation_id",
            "pluginexecutor.runtime",
            "pluginexecutor.cpu_us",
            "pluginexecutor.peak_memory_bytes")
        .doesNotContainKey("error.type");
    assertThat(
            Collector.attributes(collector.traces().getFirst().getResource().getAttributesList()))
        .containsEntry("service.name", "plugin-executor")
        .containsKeys("service.version", "service.instance.id", "telemetry.sdk.version");
  }

  @Test
  void a_failure_is_seen_and_the_words_of_the_plugin_are_not() {
    try (var server = TestServer.withoutWalls(telling(1, Optional.empty()))) {
      var target = server.aa(TELLER);
      call(server, target, "fails", Map.of());
      assertThatThrownBy(() -> call(server, new PluginTarget.Instance("nobody"), "s-1", Map.of()))
          .isInstanceOf(ExecutorClientException.class);
    }

    var calls = collector.spans().stream().filter(span -> span.getName().contains("/")).toList();
    var raised = calls.getFirst();
    assertThat(raised.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(raised.getStatus().getMessage()).isEqualTo("raised");
    assertThat(Collector.attributes(raised.getAttributesList()))
        .containsEntry("error.type", "raised")
        .containsEntry("rpc.response.status_code", "OK");
    assertThat(Collector.attributes(calls.getLast().getAttributesList()))
        .containsEntry("error.type", "INSTANCE_NOT_FOUND")
        .containsEntry("rpc.response.status_code", "NOT_FOUND");
    assertThat(collector.spans().toString()).doesNotContain("hunter2");
  }

  @Test
  void the_plugin_finds_the_span_of_its_call_in_its_environment() {
    String printed;
    try (var server = TestServer.start(telling(1, Optional.empty()))) {
      printed = TestServer.output(call(server, server.aa(TELLER), "s-1", SAMPLED));
    }

    var spans = spans();
    var call = named(spans, server(spans));
    assertThat(printed).contains("00-" + TRACE + "-" + hex(call.getSpanId()) + "-01 a=1,b=2");
  }

  @Test
  void without_a_collector_the_callers_trace_is_passed_on_and_no_other() {
    try (var server = TestServer.start()) {
      var target = server.aa(TELLER);

      assertThat(TestServer.output(call(server, target, "s-1", SAMPLED)))
          .contains("00-" + TRACE + "-" + SPAN + "-01 a=1,b=2");
      assertThat(TestServer.output(call(server, target, "s-2", Map.of()))).contains("None None");
      assertThat(TestServer.output(call(server, target, "s-3", Map.of("traceparent", "00-x-y-z"))))
          .contains("None None");
    }
  }

  @Test
  void what_the_caller_decided_about_the_trace_holds() {
    String unsampled;
    try (var server = TestServer.withoutWalls(telling(1, Optional.empty()))) {
      unsampled =
          TestServer.output(
              call(
                  server,
                  server.aa(TELLER),
                  "s-1",
                  Map.of("traceparent", "00-" + TRACE + "-" + SPAN + "-00")));
    }
    assertThat(unsampled).containsPattern("00-" + TRACE + "-[0-9a-f]{16}-00 None");
    assertThat(collector.spans()).isEmpty();

    try (var server = TestServer.withoutWalls(telling(0, Optional.empty()))) {
      var target = server.aa(TELLER);
      call(server, target, "s-1", Map.of());
      call(server, target, "s-2", SAMPLED);
    }
    assertThat(collector.spans())
        .isNotEmpty()
        .allMatch(span -> hex(span.getTraceId()).equals(TRACE));
  }

  @Test
  void metrics_are_sent_with_the_headers_of_the_file() throws IOException {
    var headers = Files.writeString(directory.resolve("headers"), "Authorization: Bearer t\n");
    try (var server = TestServer.withoutWalls(telling(1, Optional.of(headers)))) {
      call(server, server.aa(TELLER), "s-1", Map.of());
    }

    var metrics = collector.metrics();
    assertThat(metrics)
        .containsKeys(
            "pluginexecutor.invocations",
            "pluginexecutor.slots",
            "pluginexecutor.isolation.level",
            "jvm.memory.used");
    var run = named(metrics, "pluginexecutor.run");
    assertThat(run.getUnit()).isEqualTo("seconds");
    assertThat(run.getHistogram().getDataPoints(0).getSum()).isBetween(0.001, 20.0);
    var rpc = named(metrics, "rpc.server.call.duration").getHistogram().getDataPointsList();
    assertThat(rpc)
        .anySatisfy(point ->
            assertThat(Collector.attributes(point.getAttributesList()))
                .containsEntry("rpc.method", "pluginexecutor.v1.HookService/InvokeHook")
                .containsEntry("rpc.response.status_code", "OK"));
    var resource = collector.metricRequests().getLast().getResourceMetrics(0).getResource();
    assertThat(Collector.attributes(resource.getAttributesList()))
        .containsEntry("service.name", "plugin-executor");
    assertThat(collector.headers())
        .allMatch(header -> "Bearer t".equals(header.getFirst("Authorization")))
        .allMatch(header -> "application/x-protobuf".equals(header.getFirst("Content-Type")));
  }

  @Test
  void what_is_refused_for_the_moment_is_sent_again() {
    try (var server = TestServer.withoutWalls(telling(1, Optional.empty()))) {
      collector.refuse(1);
      call(server, server.aa(TELLER), "s-1", Map.of());

      Eventually.within(
          Duration.ofSeconds(20), () -> assertThat(collector.spans()).hasSizeGreaterThan(5));
    }
  }

  @Test
  void a_collector_that_is_away_keeps_nobody_from_calling_or_stopping() {
    var config = telling(1, Optional.empty());
    try (var server = TestServer.withoutWalls(config)) {
      collector.close();

      assertThat(TestServer.output(call(server, server.aa(TELLER), "s-1", SAMPLED)))
          .contains(TRACE);
    }
  }
}
