// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import java.util.LinkedHashMap;
import org.pluginexecutor.server.telemetry.TraceContext;
import org.pluginexecutor.server.value.PluginValue;

/** A request whose plugin is told which trace its call belongs to. Immutable. */
public record TracedRequest(ShimRequest delegate, TraceContext trace) implements ShimRequest {

  @Override
  public PluginValue.Dict toMessage() {
    var fields = new LinkedHashMap<String, PluginValue>(delegate.toMessage().fields());
    fields.put("traceparent", new PluginValue.Text(trace.parent()));
    if (!trace.state().isEmpty()) {
      fields.put("tracestate", new PluginValue.Text(trace.state()));
    }
    return new PluginValue.Dict(fields);
  }

  @Override
  public int replyLimitBytes() {
    return delegate.replyLimitBytes();
  }
}
