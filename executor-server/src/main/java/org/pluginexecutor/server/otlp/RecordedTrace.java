// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.otlp;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.pluginexecutor.server.telemetry.CallStep;
import org.pluginexecutor.server.telemetry.CallTrace;
import org.pluginexecutor.server.telemetry.SpanAttribute;
import org.pluginexecutor.server.telemetry.TraceContext;

/**
 * The span of one call. All its times are of the monotonic clock, from one reading of the other
 * one, so that no part is outside of the whole when somebody sets the clock. Thread-safe.
 */
final class RecordedTrace implements CallTrace {
  private final Tracer tracer;
  private final Span span;
  private final TraceContext context;
  private final long epochOffsetNanos;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** What steps within the run are children of. */
  private volatile SpanContext run;

  /**
   * Goes on with a span that was started.
   *
   * @param epochOffsetNanos what makes a reading of the server's ticker a time since 1970
   */
  RecordedTrace(Tracer tracer, Span span, TraceContext context, long epochOffsetNanos) {
    this.tracer = tracer;
    this.span = span;
    this.context = context;
    this.epochOffsetNanos = epochOffsetNanos;
    this.run = span.getSpanContext();
  }

  @Override
  public TraceContext context() {
    return context;
  }

  @Override
  public boolean isRecorded() {
    return true;
  }

  @Override
  public void tell(SpanAttribute attribute, String value) {
    span.setAttribute(attribute.key(), value);
  }

  @Override
  public void tell(SpanAttribute attribute, long value) {
    span.setAttribute(attribute.key(), value);
  }

  @Override
  public void step(CallStep step, long startNanos, long endNanos) {
    var parent = step.isInRun() ? run : span.getSpanContext();
    var part =
        tracer
            .spanBuilder(step.label())
            .setParent(Context.root().with(Span.wrap(parent)))
            .setStartTimestamp(startNanos + epochOffsetNanos, TimeUnit.NANOSECONDS)
            .startSpan();
    if (step == CallStep.RUN) {
      run = part.getSpanContext();
    }
    part.end(endNanos + epochOffsetNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void failed(String why) {
    span.setStatus(StatusCode.ERROR, why);
  }

  @Override
  public void end() {
    if (ended.compareAndSet(false, true)) {
      span.end(System.nanoTime() + epochOffsetNanos, TimeUnit.NANOSECONDS);
    }
  }
}
