// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.telemetry;

import org.jspecify.annotations.Nullable;

/** Begins the spans of calls. Thread-safe. */
@FunctionalInterface
public interface Tracing {
  /** Records nothing; what callers say is passed on. */
  Tracing OFF = (_, caller) -> caller == null ? CallTrace.NONE : CallTrace.passed(caller);

  /**
   * Begins the span of a call.
   *
   * @param method its full name, such as {@code pluginexecutor.v1.HookService/InvokeHook}
   * @param caller where in a trace the caller stands; null: in none
   */
  CallTrace begin(String method, @Nullable TraceContext caller);
}
