// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.telemetry;

import org.jspecify.annotations.Nullable;

/** A trace that is known and not recorded here. Immutable. */
record PassedTrace(@Nullable TraceContext context) implements CallTrace {

  @Override
  public boolean isRecorded() {
    return false;
  }

  @Override
  public void tell(SpanAttribute attribute, String value) {}

  @Override
  public void tell(SpanAttribute attribute, long value) {}

  @Override
  public void step(CallStep step, long startNanos, long endNanos) {}

  @Override
  public void failed(String why) {}

  @Override
  public void end() {}
}
