// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.otlp;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.telemetry.CallTrace;
import org.pluginexecutor.server.telemetry.SpanAttribute;
import org.pluginexecutor.server.telemetry.TraceContext;
import org.pluginexecutor.server.telemetry.Tracing;

/**
 * Makes spans and sends them to a collector in batches. What callers decided about a trace holds;
 * of the others a part is recorded. Thread-safe.
 */
final class SpanExport implements Tracing, org.pluginexecutor.server.lifecycle.Resource {
  private static final String SCOPE = "org.pluginexecutor";

  /** How long the last spans may take; the server is about to end. */
  private static final long FLUSH_SECONDS = 5;

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  private SpanExport(SdkTracerProvider provider) {
    this.provider = provider;
    this.tracer = provider.get(SCOPE);
  }

  static SpanExport open(
      URI uri, double ratio, Map<String, String> resource, CollectorClient client) {
    var attributes = Attributes.builder();
    resource.forEach(attributes::put);
    HttpSenderProvider sender = _ -> client.sender(uri);
    var exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(uri.toString())
            .setComponentLoader(new OneComponent(sender))
            .build();
    return new SpanExport(
        SdkTracerProvider.builder()
            .setResource(Resource.getDefault().merge(Resource.create(attributes.build())))
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
            .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
            .build());
  }

  /** What the exporter would otherwise look for on the class path. */
  private record OneComponent(HttpSenderProvider provider) implements ComponentLoader {
    @Override
    public <T> Iterable<T> load(Class<T> type) {
      return type.isInstance(provider) ? List.of(type.cast(provider)) : List.of();
    }
  }

  @Override
  public CallTrace begin(String method, @Nullable TraceContext caller) {
    long startNanos = System.nanoTime();
    long startEpochNanos = epochNanos(Clock.systemUTC().instant());
    var span =
        tracer
            .spanBuilder(method)
            .setParent(
                caller == null ? Context.root() : Context.root().with(Span.wrap(remote(caller))))
            .setSpanKind(SpanKind.SERVER)
            .setAttribute(SpanAttribute.RPC_SYSTEM.key(), "grpc")
            .setAttribute(SpanAttribute.RPC_METHOD.key(), method)
            .setStartTimestamp(startEpochNanos, TimeUnit.NANOSECONDS)
            .startSpan();
    var context = span.getSpanContext();
    var own =
        new TraceContext(
            context.getTraceId(),
            context.getSpanId(),
            context.getTraceFlags().asHex(),
            caller == null ? "" : caller.state());
    return span.isRecording()
        ? new RecordedTrace(tracer, span, own, startEpochNanos - startNanos)
        : CallTrace.passed(own);
  }

  private static long epochNanos(Instant instant) {
    return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
  }

  private static SpanContext remote(TraceContext caller) {
    return SpanContext.createFromRemoteParent(
        caller.traceId(),
        caller.spanId(),
        TraceFlags.fromHex(caller.flags(), 0),
        state(caller.state()));
  }

  private static TraceState state(String text) {
    var state = TraceState.builder();
    // The builder puts each before those that it has.
    for (var member : Arrays.asList(text.split(",", -1)).reversed()) {
      int equals = member.indexOf('=');
      if (equals > 0) {
        state.put(member.substring(0, equals).strip(), member.substring(equals + 1).strip());
      }
    }
    return state.build();
  }

  @Override
  public void close() {
    var _ = provider.shutdown().join(FLUSH_SECONDS, TimeUnit.SECONDS);
  }
}
