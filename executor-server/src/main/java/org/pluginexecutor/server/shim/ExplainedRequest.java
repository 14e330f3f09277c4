// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import java.util.LinkedHashMap;
import org.pluginexecutor.server.value.PluginValue;

/** A request whose reply also says which walls the plugin ran into and went on from. Immutable. */
public record ExplainedRequest(ShimRequest delegate) implements ShimRequest {
  /** The walls take part of the reply; the shim keeps to it. */
  private static final int MAX_WALLS_BYTES = 128 << 10;

  @Override
  public PluginValue.Dict toMessage() {
    var fields = new LinkedHashMap<String, PluginValue>(delegate.toMessage().fields());
    fields.put("explain", new PluginValue.Bool(true));
    return new PluginValue.Dict(fields);
  }

  @Override
  public int replyLimitBytes() {
    return delegate.replyLimitBytes() + MAX_WALLS_BYTES;
  }
}
