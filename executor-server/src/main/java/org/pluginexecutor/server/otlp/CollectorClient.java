// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.otlp;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.pluginexecutor.server.lifecycle.Resource;

/**
 * Sends protobuf messages to a collector over HTTP, on the thread of whoever sends. What a
 * collector cannot take now is sent again a few times, then it is lost. Thread-safe.
 */
final class CollectorClient implements Resource {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int ATTEMPTS = 4;
  private static final long FIRST_WAIT_MILLIS = 500;

  /** What the protocol says to send again for. */
  private static final Set<Integer> TRY_AGAIN = Set.of(429, 502, 503, 504);

  private final CollectorHeaders headers;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .executor(
              Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("otlp-", 0).factory()))
          .build();

  /** Down when nothing is waited for any more. */
  private final CountDownLatch closing = new CountDownLatch(1);

  CollectorClient(CollectorHeaders headers) {
    this.headers = headers;
  }

  /** What a collector answered. Immutable, as nobody changes the bytes. */
  static final class Answer implements HttpResponse {
    private final int status;
    private final byte[] body;

    Answer(int status, byte[] body) {
      this.status = status;
      this.body = body;
    }

    boolean isAccepted() {
      return status / 100 == 2;
    }

    @Override
    public int getStatusCode() {
      return status;
    }

    @Override
    public String getStatusMessage() {
      return "";
    }

    @Override
    public byte[] getResponseBody() {
      return body;
    }
  }

  /** Sends one message. */
  Answer post(URI uri, byte[] message) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(uri).timeout(TIMEOUT);
    headers.current().forEach(request::setHeader);
    request
        .setHeader("Content-Type", "application/x-protobuf")
        .POST(HttpRequest.BodyPublishers.ofByteArray(message));
    for (int attempt = 1; ; attempt++) {
      boolean last = attempt == ATTEMPTS || closing.getCount() == 0;
      try {
        var response = http.send(request.build(), BodyHandlers.ofByteArray());
        var answer = new Answer(response.statusCode(), response.body());
        if (last || !TRY_AGAIN.contains(answer.getStatusCode())) {
          return answer;
        }
      } catch (IOException e) {
        if (last) {
          throw e;
        }
      }
      var _ = closing.await(FIRST_WAIT_MILLIS << (attempt - 1), TimeUnit.MILLISECONDS);
    }
  }

  /** As the exporter of spans wants it. */
  HttpSender sender(URI uri) {
    return new SpanSender(uri);
  }

  /** Sends to one path of the collector. */
  private final class SpanSender implements HttpSender {
    private final URI uri;

    SpanSender(URI uri) {
      this.uri = uri;
    }

    @Override
    public void send(
        MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
      try {
        var bytes = new ByteArrayOutputStream();
        message.writeMessage(bytes);
        onResponse.accept(post(uri, bytes.toByteArray()));
      } catch (IOException e) {
        onError.accept(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        onError.accept(e);
      }
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  /** From now on nothing is sent again. */
  void hurry() {
    closing.countDown();
  }

  @Override
  public void close() {
    hurry();
    http.shutdownNow();
  }
}
