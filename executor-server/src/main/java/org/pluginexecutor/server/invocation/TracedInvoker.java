// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.time.Duration;
import org.pluginexecutor.server.telemetry.CallStep;
import org.pluginexecutor.server.telemetry.CallTrace;
import org.pluginexecutor.server.telemetry.SpanAttribute;

/**
 * Tells the span of a call, where it has one, what was called, what became of it and where its time
 * went. No text of a plugin gets there. Thread-safe.
 */
public record TracedInvoker(Invoker delegate) implements Invoker {

  @Override
  public InvocationResult invoke(Invocation invocation, InvocationContext context) {
    var trace = context.trace();
    if (!trace.isRecorded()) {
      return delegate.invoke(invocation, context);
    }
    trace.tell(SpanAttribute.SESSION_ID, invocation.sessionId());
    trace.tell(SpanAttribute.INVOCATION_ID, invocation.id());
    try {
      var result = delegate.invoke(invocation, context);
      // Only now it is known to be a hook of the contract.
      trace.tell(SpanAttribute.HOOK, invocation.hook());
      tell(trace, result);
      tellSteps(trace, result.cost(), context.arrivalNanos());
      return result;
    } catch (RuntimeException e) {
      // The status that the caller gets follows; the reason says more than its code.
      trace.tell(SpanAttribute.ERROR_TYPE, CallMetrics.reason(e));
      throw e;
    }
  }

  private static void tell(CallTrace trace, InvocationResult result) {
    var manifest = result.execution().plugin().manifest();
    var outcome = OutcomeLabel.of(result.outcome());
    trace.tell(SpanAttribute.PLUGIN_TYPE, manifest.type().manifestName());
    trace.tell(SpanAttribute.PLUGIN, manifest.name());
    trace.tell(SpanAttribute.VERSION, manifest.version());
    trace.tell(SpanAttribute.OUTCOME, outcome.label());
    trace.tell(SpanAttribute.RUNTIME, result.execution().runtime().name());
    trace.tell(SpanAttribute.START_KIND, result.execution().startKind().label());
    trace.tell(SpanAttribute.ISOLATION_LEVEL, result.execution().isolationLevel().label());
    trace.tell(SpanAttribute.CPU_MICROSECONDS, result.cost().cpuTime().toNanos() / 1_000);
    trace.tell(SpanAttribute.PEAK_MEMORY_BYTES, result.cost().peakMemoryBytes());
    if (outcome != OutcomeLabel.RETURNED) {
      trace.tell(SpanAttribute.ERROR_TYPE, outcome.label());
      trace.failed(outcome.label());
    }
  }

  private static void tellSteps(CallTrace trace, InvocationResult.Cost cost, long arrivalNanos) {
    long slot = step(trace, CallStep.QUEUE, arrivalNanos, cost.queueTime());
    long ready = step(trace, CallStep.START, slot, cost.startTime());
    var _ = step(trace, CallStep.RUN, ready, cost.runTime());
    // The worker says how long these took and not when; they come one after the other.
    var steps = cost.timing().steps();
    long loaded = stepIfAny(trace, CallStep.LOAD, ready, steps.load());
    long constructed = stepIfAny(trace, CallStep.CONSTRUCT, loaded, steps.construct());
    var _ = stepIfAny(trace, CallStep.HOOK, constructed, steps.hook());
  }

  private static long stepIfAny(CallTrace trace, CallStep step, long startNanos, Duration time) {
    return time.isZero() ? startNanos : step(trace, step, startNanos, time);
  }

  private static long step(CallTrace trace, CallStep step, long startNanos, Duration time) {
    long endNanos = startNanos + time.toNanos();
    trace.step(step, startNanos, endNanos);
    return endNanos;
  }
}
