// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.invocation;

import java.util.OptionalLong;
import java.util.function.Consumer;
import org.pluginexecutor.server.audit.Caller;
import org.pluginexecutor.server.telemetry.CallTrace;

/**
 * What surrounds an invocation or a construction while it runs. The parts are thread-safe.
 *
 * @param arrivalNanos when the request arrived, on the server's ticker
 * @param deadlineNanos when the caller stops waiting, on the server's ticker
 * @param cancellation tells that the caller cancelled or vanished
 * @param onLogLine gets each log line while the plugin runs, one at a time
 * @param trace that the call belongs to
 * @param caller who called
 */
public record InvocationContext(
    long arrivalNanos,
    OptionalLong deadlineNanos,
    Cancellation cancellation,
    Consumer<LogLine> onLogLine,
    CallTrace trace,
    Caller caller) {

  /** Of a call that belongs to no trace, and that the server makes itself. */
  public InvocationContext(
      long arrivalNanos,
      OptionalLong deadlineNanos,
      Cancellation cancellation,
      Consumer<LogLine> onLogLine) {
    this(arrivalNanos, deadlineNanos, cancellation, onLogLine, CallTrace.NONE, Caller.SERVER);
  }

  /** The same for work that somebody else can end. */
  InvocationContext withCancellation(Cancellation newCancellation) {
    return new InvocationContext(
        arrivalNanos, deadlineNanos, newCancellation, onLogLine, trace, caller);
  }
}
