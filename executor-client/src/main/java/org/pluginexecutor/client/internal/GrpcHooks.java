// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.client.internal;

import io.grpc.Channel;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.client.HookCall;
import org.pluginexecutor.client.HookResponse;
import org.pluginexecutor.client.LogLine;
import org.pluginexecutor.v1.HookServiceGrpc;
import org.pluginexecutor.v1.InvokeHookRequest;
import org.pluginexecutor.v1.InvokeHookResponse;
import org.pluginexecutor.v1.StreamHookRequest;
import org.pluginexecutor.v1.StreamHookResponse;

/** Calls hooks over gRPC. Thread-safe. */
public final class GrpcHooks {
  private final HookServiceGrpc.HookServiceBlockingV2Stub stub;
  private final Retries retries;
  private final LongSupplier nanoTicker;

  /** Calls over a channel that somebody else owns. */
  public GrpcHooks(Channel channel, Retries retries, LongSupplier nanoTicker) {
    this.stub =
        HookServiceGrpc.newBlockingV2Stub(channel)
            .withMaxInboundMessageSize(Channels.MAX_RESPONSE_BYTES);
    this.retries = retries;
    this.nanoTicker = nanoTicker;
  }

  /** Calls a hook, within the given time in total; with a consumer, lines are streamed to it. */
  public HookResponse call(
      HookCall call,
      Optional<Duration> timeLimit,
      Duration total,
      @Nullable Consumer<LogLine> onLogLine) {
    String requestId = call.requestId().orElseGet(() -> UUID.randomUUID().toString());
    Consumer<LogLine> onNewLine = onLogLine == null ? null : new NewLines(onLogLine);
    return retries.runOnce(
        total,
        (remaining, repeatOnly) -> {
          var clock = new ClientClock(nanoTicker);
          InvokeHookRequest request =
              HookMessages.request(call, timeLimit, requestId).toBuilder()
                  .setRepeatOnly(repeatOnly)
                  .build();
          var watched =
              stub.withDeadlineAfter(remaining.toNanos(), TimeUnit.NANOSECONDS)
                  .withInterceptors(clock);
          try {
            return response(
                onNewLine == null
                    ? watched.invokeHook(request)
                    : stream(watched, request, onNewLine),
                clock);
          } catch (StatusException e) {
            if (clock.isSent()) {
              throw e;
            }
            throw new UnsentException(e);
          }
        });
  }

  private static HookResponse response(InvokeHookResponse response, ClientClock clock) {
    try {
      return HookMessages.response(response, clock);
    } catch (MalformedValueException | DateTimeException | ArithmeticException e) {
      throw Statuses.malformed("response: not well-formed", true, e);
    }
  }

  /** A repetition gets all lines once more. Confined to one thread. */
  private static final class NewLines implements Consumer<LogLine> {
    private final Consumer<LogLine> delegate;
    private long last;

    private NewLines(Consumer<LogLine> delegate) {
      this.delegate = delegate;
    }

    @Override
    public void accept(LogLine line) {
      if (line.sequence() > last) {
        last = line.sequence();
        delegate.accept(line);
      }
    }
  }

  private static InvokeHookResponse stream(
      HookServiceGrpc.HookServiceBlockingV2Stub stub,
      InvokeHookRequest request,
      Consumer<LogLine> onLogLine)
      throws StatusException, InterruptedException {
    BlockingClientCall<?, StreamHookResponse> call =
        stub.streamHook(StreamHookRequest.newBuilder().setInvocation(request).build());
    boolean ended = false;
    try {
      InvokeHookResponse response = readToEnd(call, onLogLine);
      ended = true;
      return response;
    } finally {
      if (!ended) {
        call.cancel("the caller gave up", null);
      }
    }
  }

  private static InvokeHookResponse readToEnd(
      BlockingClientCall<?, StreamHookResponse> call, Consumer<LogLine> onLogLine)
      throws StatusException, InterruptedException {
    InvokeHookResponse response = null;
    for (StreamHookResponse next = call.read(); next != null; next = call.read()) {
      if (response != null) {
        throw Statuses.malformed("response: followed by another message", true, null);
      }
      if (next.hasResponse()) {
        response = next.getResponse();
      } else if (next.hasLogLine()) {
        onLogLine.accept(logLine(next));
      }
    }
    if (response == null) {
      throw Statuses.malformed("response: none (expected: one at the end)", true, null);
    }
    return response;
  }

  private static LogLine logLine(StreamHookResponse message) {
    try {
      return WorkerMessages.logLine(message.getLogLine());
    } catch (DateTimeException | ArithmeticException e) {
      throw Statuses.malformed("log line: not well-formed", true, e);
    }
  }
}
