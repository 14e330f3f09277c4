// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.pluginexecutor.server.telemetry.Metric;
import org.pluginexecutor.server.telemetry.Metrics;

/**
 * Measures the calls of the port, whatever service they are of, by OpenTelemetry's conventions for
 * servers of remote procedure calls. Thread-safe.
 */
final class RpcMeters extends ServerStreamTracer.Factory {
  private static final String SYSTEM = "grpc";

  /** What the conventions have for methods that the server does not know: callers make them up. */
  private static final String UNKNOWN_METHOD = "_OTHER";

  private final Metrics metrics;
  private final LongSupplier nanoTicker;
  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

  RpcMeters(Metrics metrics, LongSupplier nanoTicker) {
    this.metrics = metrics;
    this.nanoTicker = nanoTicker;
  }

  private record Key(String method, Status.Code code) {}

  @Override
  public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
    return new CallTimer();
  }

  private void record(String method, Status.Code code, long nanos) {
    timers
        .computeIfAbsent(
            new Key(method, code),
            key -> metrics.timer(Metric.RPC_TIME, SYSTEM, key.method(), key.code().name()))
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  /** One call; gRPC tells of its parts on several threads, one after the other. */
  private final class CallTimer extends ServerStreamTracer {
    private final long startNanos = nanoTicker.getAsLong();
    private volatile String method = UNKNOWN_METHOD;

    @Override
    public void serverCallStarted(ServerCallInfo<?, ?> call) {
      method = call.getMethodDescriptor().getFullMethodName();
    }

    @Override
    public void streamClosed(Status status) {
      record(method, status.getCode(), nanoTicker.getAsLong() - startNanos);
    }
  }
}
