// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.pluginexecutor.server.lifecycle.Resource;
import org.pluginexecutor.server.telemetry.Metrics;

/**
 * Answers {@code /metrics}, {@code /livez} and {@code /readyz}, and nothing else. Thread-safe.
 * Metrics are for callers who may see them: they tell names of plugins and hooks. Probes tell
 * nothing but whether the server serves, to everybody.
 */
public final class AdminListener implements Resource {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService handlers;
  private final Metrics metrics;
  private final Readiness readiness;
  private final Guard guard;

  private AdminListener(
      HttpServer server,
      ExecutorService handlers,
      Metrics metrics,
      Readiness readiness,
      Guard guard) {
    this.server = server;
    this.handlers = handlers;
    this.metrics = metrics;
    this.readiness = readiness;
    this.guard = guard;
  }

  /** Says who may read the metrics. */
  @FunctionalInterface
  public interface Guard {
    /**
     * 200, 401 or 403.
     *
     * @param authorization values of the header of this name
     * @param address where the question comes from
     */
    int statusFor(List<String> authorization, String address);
  }

  private record Answer(int status, String type, String text) {}

  /**
   * Starts to answer.
   *
   * @throws IOException if the address cannot be bound
   */
  public static AdminListener open(
      InetAddress address, int port, Metrics metrics, Readiness readiness, Guard guard)
      throws IOException {
    var server = bind(new InetSocketAddress(address, port));
    var handlers =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("admin-", 0).factory());
    var listener = new AdminListener(server, handlers, metrics, readiness, guard);
    server.setExecutor(handlers);
    server.createContext("/", listener::handle);
    server.start();
    return listener;
  }

  private static HttpServer bind(InetSocketAddress address) throws IOException {
    try {
      return HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new IOException(
          "admin.port: "
              + address.getPort()
              + ": "
              + e.getMessage()
              + " (expected: a free port of an address of this machine)",
          e);
    }
  }

  /** The port in use. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var method = exchange.getRequestMethod();
      var answer =
          method.equals("GET") || method.equals("HEAD")
              ? answer(exchange)
              : new Answer(405, TEXT, "method: " + method + " (expected: GET or HEAD)\n");
      var body = answer.text().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      if (method.equals("HEAD")) {
        exchange.sendResponseHeaders(answer.status(), -1);
      } else {
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  private Answer answer(HttpExchange exchange) {
    return switch (exchange.getRequestURI().getPath()) {
      case "/metrics" -> metricsFor(exchange);
      case "/livez" -> new Answer(200, TEXT, "alive\n");
      case "/readyz" -> new Answer(readiness.isReady() ? 200 : 503, TEXT, readiness.label() + "\n");
      default -> new Answer(404, TEXT, "path: unknown (expected: /metrics, /livez or /readyz)\n");
    };
  }

  private Answer metricsFor(HttpExchange exchange) {
    var authorization = exchange.getRequestHeaders().getOrDefault("Authorization", List.of());
    var remote = exchange.getRemoteAddress();
    int status =
        guard.statusFor(
            authorization, remote.getAddress().getHostAddress() + ":" + remote.getPort());
    return switch (status) {
      case 200 -> new Answer(200, METRICS, metrics.text());
      case 401 -> {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
        yield new Answer(401, TEXT, "caller: unknown (expected: a token with the role observe)\n");
      }
      default -> new Answer(403, TEXT, "caller: lacks a role (expected: observe)\n");
    };
  }

  @Override
  public void close() {
    server.stop(0);
    handlers.close();
  }
}
