// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import java.util.LinkedHashMap;
import org.pluginexecutor.server.value.PluginValue;

/**
 * A request to a worker that prints nothing about a failure: what it prints, callers see. The reply
 * says it all the same. Immutable.
 */
public record SilentRequest(ShimRequest delegate) implements ShimRequest {

  @Override
  public PluginValue.Dict toMessage() {
    var fields = new LinkedHashMap<String, PluginValue>(delegate.toMessage().fields());
    fields.put("print_failures", new PluginValue.Bool(false));
    return new PluginValue.Dict(fields);
  }

  @Override
  public int replyLimitBytes() {
    return delegate.replyLimitBytes();
  }
}
