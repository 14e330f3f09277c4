// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.shim;

import java.util.LinkedHashMap;
import org.pluginexecutor.server.value.PluginValue;

/**
 * A request whose plugin is told that there is no HTTPS proxy: every plugin that is written with
 * the SDK wants to know, and mostly this is the answer. Immutable.
 */
public record ProxylessRequest(ShimRequest delegate) implements ShimRequest {

  @Override
  public PluginValue.Dict toMessage() {
    var fields = new LinkedHashMap<String, PluginValue>(delegate.toMessage().fields());
    fields.put("has_https_proxy", new PluginValue.Bool(false));
    return new PluginValue.Dict(fields);
  }

  @Override
  public int replyLimitBytes() {
    return delegate.replyLimitBytes();
  }
}
