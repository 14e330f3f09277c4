// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * The trace that a call of the port belongs to, and its span where that is recorded. Thread-safe;
 * what is told after the end is lost.
 */
public interface CallTrace {
  /** Of a call that belongs to no trace. */
  CallTrace NONE = new PassedTrace(null);

  /** A trace of the caller's that is only passed on. */
  static CallTrace passed(TraceContext context) {
    return new PassedTrace(context);
  }

  /** What is passed on to whatever works for the call; null: it belongs to no trace. */
  @Nullable TraceContext context();

  /** Whether it is worth telling something. */
  boolean isRecorded();

  /** Adds to the span. */
  void tell(SpanAttribute attribute, String value);

  /** Adds to the span. */
  void tell(SpanAttribute attribute, long value);

  /**
   * Adds a part of the call.
   *
   * @param startNanos on the server's ticker
   * @param endNanos on the server's ticker
   */
  void step(CallStep step, long startNanos, long endNanos);

  /**
   * Says that the call failed.
   *
   * @param why a word of the server's own, no text of callers or plugins
   */
  void failed(String why);

  /** Ends the span; the second time has no effect. */
  void end();
}
