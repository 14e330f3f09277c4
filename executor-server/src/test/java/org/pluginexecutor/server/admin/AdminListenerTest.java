// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pluginexecutor.server.telemetry.Metric;
import org.pluginexecutor.server.telemetry.Metrics;

@Timeout(20)
class AdminListenerTest {
  private final Readiness readiness = new Readiness();
  private final Metrics metrics = Metrics.open();
  private final HttpClient http = HttpClient.newHttpClient();
  private AdminListener listener;

  private volatile int status = 200;
  private volatile String asked = "";

  @BeforeEach
  void open() throws IOException {
    listener =
        AdminListener.open(
            InetAddress.ofLiteral("127.0.0.1"), 0, metrics, readiness, this::statusFor);
  }

  @AfterEach
  void close() {
    listener.close();
    metrics.close();
    http.close();
  }

  private int statusFor(List<String> authorization, String address) {
    asked = address + " " + authorization;
    return status;
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /livez, 200",
    "HEAD, /livez, 200",
    "GET, /livez?verbose, 200",
    "POST, /metrics, 405",
    "DELETE, /livez, 405",
    "GET, /, 404",
    "GET, /metrics/, 404",
    "GET, /metrics/secret, 404",
    "GET, /livezz, 404",
    "GET, /%2e%2e/etc/passwd, 404",
  })
  void answers_three_paths_and_nothing_else(String method, String path, int status)
      throws Exception {
    assertThat(send(method, path).statusCode()).isEqualTo(status);
  }

  @Test
  void repeats_nothing_of_an_unknown_path() throws Exception {
    assertThat(send("GET", "/%3Cscript%3E").body())
        .isEqualTo("path: unknown (expected: /metrics, /livez or /readyz)\n");
  }

  @Test
  void is_ready_from_when_the_server_says_so_until_it_drains() throws Exception {
    assertThat(send("GET", "/readyz").statusCode()).isEqualTo(503);
    readiness.ready();
    assertThat(send("GET", "/readyz").statusCode()).isEqualTo(200);
    readiness.draining();
    assertThat(send("GET", "/readyz").statusCode()).isEqualTo(503);
    readiness.ready();
    assertThat(send("GET", "/readyz").statusCode()).isEqualTo(503);
  }

  @Test
  void gives_the_metrics_as_text() throws Exception {
    metrics.counter(Metric.REFUSALS, "QUEUE_FULL").increment();

    var answer = send("GET", "/metrics");

    assertThat(answer.body())
        .contains("pluginexecutor_refusals_total{reason=\"QUEUE_FULL\"} 1.0\n");
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
  }

  @Test
  void gives_no_metrics_to_who_is_not_known_and_says_what_is_asked_for() throws Exception {
    status = 401;

    var answer = send("GET", "/metrics");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(answer.body())
        .isEqualTo("caller: unknown (expected: a token with the role observe)\n");
    assertThat(asked).matches("127\\.0\\.0\\.1:[0-9]+ \\[\\]");
    assertThat(send("HEAD", "/metrics").statusCode()).isEqualTo(401);
  }

  @Test
  void gives_no_metrics_to_who_may_not_have_them_and_answers_probes_all_the_same()
      throws Exception {
    status = 403;

    assertThat(send("GET", "/metrics").statusCode()).isEqualTo(403);
    assertThat(send("GET", "/livez").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/readyz").statusCode()).isEqualTo(503);
  }

  @Test
  void passes_on_what_a_collector_shows() throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + "/metrics"))
            .header("Authorization", "Bearer x")
            .build();

    var answer = http.send(request, HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(asked).endsWith(" [Bearer x]");
  }

  @Test
  void names_a_port_that_is_taken() {
    assertThatThrownBy(() ->
            AdminListener.open(
                InetAddress.ofLiteral("127.0.0.1"),
                listener.port(),
                metrics,
                readiness,
                this::statusFor))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("admin.port: " + listener.port() + ": ")
        .hasMessageContaining("(expected: a free port");
  }
}
